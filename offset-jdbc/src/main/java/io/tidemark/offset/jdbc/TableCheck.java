package io.tidemark.offset.jdbc;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.SqlTable.Layout;
import io.tidemark.offset.jdbc.internal.table.NameColumns;
import io.tidemark.offset.jdbc.spi.ServerFacts;
import io.tidemark.offset.jdbc.spi.TableColumn;
import io.tidemark.offset.jdbc.spi.TableColumn.Fill;
import io.tidemark.offset.jdbc.spi.TableDialect;
import io.tidemark.offset.jdbc.spi.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides whether an existing table is suitable for offsets. Each problem comes with the complete statement that solves
 * it.
 */
final class TableCheck {

    /** The columns of the layout of older jobs. */
    static final List<String> SEED_COLUMNS = List.of("topic", "groupid", "partitions", "fromoffset", "untiloffset");

    /** The additional columns of the own layout. */
    static final List<String> OWN_COLUMNS = List.of("clusterid", "topicid", "storedat", "writer");

    private static final Set<String> KEY = new TreeSet<>(Set.of("topic", "groupid", "partitions"));

    private final SqlTable table;
    private final TableShape shape;
    private final NameColumns names;
    private final TableDialect dialect;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param table the table and its layout
     * @param names the table's columns
     */
    TableCheck(SqlTable table, NameColumns names) {
        this.table = table;
        this.shape = names.shape();
        this.names = names;
        this.dialect = names.dialect();
    }

    /**
     * Checks the table.
     *
     * @param server whether it is strict
     * @param definition the definition of the view, if the table is a view and the user may see it
     * @return the name of the unique key on topic, group and partition
     * @throws OffsetStoreException if the table is not suitable, with all reasons
     */
    String key(ServerFacts server, Optional<String> definition) {
        if (shape.isView()) {
            problems.add(
                    "it is a view, and offsets can only be kept in a table. Name the table that the view reads (table=<name>"
                            + " in the store's URL, or a SqlTable of that name)"
                            + definition.map(text -> "; the view is: " + text).orElse(""));
            throw refused();
        }
        requireColumns();
        requireTypes();
        requireFilled(server);
        problems.addAll(shape.problems());
        Optional<String> key = shape.uniqueKeyOn(KEY);
        if (key.isEmpty()) {
            problems.add("it has no unique key on exactly (topic, groupid, partitions), so one partition could have two"
                    + " offsets; add it with " + names.alter(addKey()));
        }
        if (!problems.isEmpty()) {
            throw refused();
        }
        return key.orElseThrow();
    }

    private void requireColumns() {
        List<String> missing = missing(SEED_COLUMNS);
        if (!missing.isEmpty()) {
            problems.add("it has no column " + String.join(", ", missing) + " (its columns: "
                    + String.join(", ", shape.columns().keySet())
                    + "), so it is not a table of offsets; name another table, which the store then creates");
        } else if (table.layout() == Layout.OWN && !missing(OWN_COLUMNS).isEmpty()) {
            problems.add("it has no column " + String.join(", ", missing(OWN_COLUMNS))
                    + ", so it is in the layout of older jobs; open it with layout=seed (SqlTable.seed), or copy its"
                    + " offsets to another table with bin/tidemark copy");
        }
    }

    private List<String> missing(List<String> wanted) {
        return wanted.stream()
                .filter(name -> !shape.columns().containsKey(name))
                .toList();
    }

    private void requireTypes() {
        List<String> changes = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        for (String name : List.of("partitions", "fromoffset", "untiloffset")) {
            TableColumn column = shape.columns().get(name);
            if (column != null && !column.isInteger()) {
                wrong.add(name + " is " + column.type());
                changes.add(dialect.retyped(column, name.equals("partitions") ? "INT" : "BIGINT"));
            }
        }
        if (!changes.isEmpty()) {
            problems.add(String.join(", ", wrong) + ", and not a whole number; convert it with "
                    + names.alter(String.join(", ", changes)));
        }
    }

    /** The store does not set columns that it does not know, so the server must fill them. */
    private void requireFilled(ServerFacts server) {
        if (!server.isStrict()) {
            return;
        }
        List<String> known = new ArrayList<>(SEED_COLUMNS);
        known.addAll(table.layout() == Layout.OWN ? OWN_COLUMNS : List.of());
        List<String> empty = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        shape.columns().forEach((name, column) -> {
            if (!known.contains(name) && column.fill() == Fill.NOT_FILLED) {
                empty.add(name);
                changes.add(
                        shape.isInUniqueKey(name) && column.isInteger()
                                ? dialect.counted(column)
                                : dialect.nullable(column));
            }
        });
        if (!changes.isEmpty()) {
            problems.add("column " + String.join(", ", empty)
                    + " is NOT NULL without a default value, so the row of a new partition could not be stored; change it"
                    + " with " + names.alter(String.join(", ", changes)));
        }
    }

    /** Texts without a length cannot be part of a key, and a table has only one primary key. */
    private String addKey() {
        List<String> changes = new ArrayList<>();
        for (String name : List.of("topic", "groupid")) {
            TableColumn column = shape.columns().get(name);
            if (column != null && dialect.isUnlimitedText(column)) {
                changes.add(dialect.widened(column, NameColumns.LONGEST_TOPIC));
            }
        }
        changes.add((shape.hasPrimaryKey() ? "ADD UNIQUE KEY" : "ADD PRIMARY KEY") + " (topic, groupid, partitions)");
        return String.join(", ", changes);
    }

    private OffsetStoreException refused() {
        return new OffsetStoreException(
                "Cannot keep offsets in " + names.where() + ": " + String.join("; and ", problems));
    }
}
