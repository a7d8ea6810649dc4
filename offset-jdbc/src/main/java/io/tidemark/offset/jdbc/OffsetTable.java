package io.tidemark.offset.jdbc;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.SqlTable.Layout;
import io.tidemark.offset.jdbc.internal.table.Identities;
import io.tidemark.offset.jdbc.internal.table.SqlTimes;
import io.tidemark.offset.jdbc.internal.table.StoredRows;
import io.tidemark.offset.jdbc.internal.table.StoredRows.Alike;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.MultiRow;
import io.tidemark.offset.jdbc.spi.OffsetUpdate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The statements on the table of offsets, and on the table of identities beside it if there is one. Each is a single
 * statement, regardless of the number of partitions. Rows are locked and written in the order of topic and partition,
 * so that two drivers wait for each other and do not deadlock. Only {@link #insertAbsent} inserts into the table of
 * offsets, because an INSERT that turns into an update would use up the numbers of an old table's AUTO_INCREMENT
 * column.
 */
final class OffsetTable {

    static final Comparator<TopicPartition> LOCK_ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private static final List<String> KEY = List.of("topic", "groupid", "partitions");

    private final Dialect dialect;
    private final SqlTable table;
    private final Schema.Prepared prepared;
    private final WriterName writer;
    private final Optional<IdentityTable> identities;

    /**
     * @param writer the writer, stored if the layout or the table of identities has a column for it
     * @param identities the table of identities; empty in the own layout, and if it could not be created
     */
    OffsetTable(
            Dialect dialect,
            SqlTable table,
            Schema.Prepared prepared,
            WriterName writer,
            Optional<IdentityTable> identities) {
        this.dialect = dialect;
        this.table = table;
        this.prepared = prepared;
        this.writer = writer;
        this.identities = identities;
    }

    /** Reads all rows of a group. */
    Map<TopicPartition, StoredOffset> readAll(Connection connection, GroupId group) throws SQLException {
        // no index hint as below: nothing is locked, and a key may begin with the topic
        try (PreparedStatement statement = connection.prepareStatement(select("") + " WHERE o.groupid = ?")) {
            statement.setString(1, group.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows(rows, group, topic -> true).entries();
            }
        }
    }

    /** Reads a group's rows of some topics. */
    StoredRows read(Connection connection, GroupId group, Set<String> topics) throws SQLException {
        return select(connection, group, topics, "");
    }

    /** Reads a group's rows of some topics and locks them until the transaction ends. */
    StoredRows lock(Connection connection, GroupId group, Set<String> topics) throws SQLException {
        return select(connection, group, topics, dialect.locking());
    }

    /**
     * Stores entries for partitions that have none.
     *
     * @return all rows of the topics afterwards
     */
    StoredRows insertAbsent(
            Connection connection, GroupId group, Set<String> topics, Map<TopicPartition, StoredOffset> first)
            throws SQLException {
        MultiRow insert = insert();
        for (TopicPartition partition : sorted(first.keySet())) {
            StoredOffset entry = entry(first, partition);
            String numbers = "(?, ?, " + partition.partition() + ", " + entry.offset() + ", " + entry.offset();
            if (isOwn()) {
                insert.add(
                        numbers + ", ?, ?, " + dialect.now() + ", ?)",
                        List.of(
                                partition.topic(),
                                group.value(),
                                Identities.clusterId(entry.identity()),
                                Identities.topicId(entry.identity()),
                                writer.value()));
            } else {
                insert.add(numbers + ")", List.of(partition.topic(), group.value()));
            }
        }
        insert.execute(connection);
        StoredRows stored = read(connection, group, topics);
        if (identities.isEmpty()) {
            return stored;
        }
        Map<TopicPartition, StoredOffset> own = new HashMap<>(first);
        own.entrySet().removeIf(given -> isOfAnotherWriter(stored.entries().get(given.getKey()), given.getValue()));
        identities.get().put(connection, group, rows(own));
        return read(connection, group, topics);
    }

    /** Whether another driver has stored the row in the meantime: its identity is recorded, or its offset differs. */
    private static boolean isOfAnotherWriter(@Nullable StoredOffset stored, StoredOffset given) {
        return stored == null
                || stored.offset() != given.offset()
                || stored.writer().isPresent();
    }

    /**
     * Moves the rows of a commit if all of them have the expected offsets; their identities do not change.
     *
     * @return whether all rows were found; if not, some may have been moved, and the transaction must be rolled back.
     *     Some settings of the driver make a server report fewer rows than it has found: then {@link #moveLocked}
     *     decides
     */
    boolean move(Connection connection, OffsetCommit commit) throws SQLException {
        OffsetUpdate.Statement statement = update(commit.group(), Change.OFFSETS, identities);
        MultiRow update = statement.rows();
        commit.ranges().stream()
                .sorted(Comparator.comparing(PartitionRange::partition, LOCK_ORDER))
                .forEach(range -> addRow(update, Change.OFFSETS, range.partition(), range.from(), Row.of(range)));
        return update.execute(connection)
                == (long) statement.reportedPerRow() * commit.ranges().size();
    }

    /** Moves the rows of a commit that {@link #lock} has found; their identities do not change. */
    void moveLocked(Connection connection, OffsetCommit commit, Map<TopicPartition, StoredOffset> locked)
            throws SQLException {
        Map<TopicPartition, Row> rows = new HashMap<>();
        commit.ranges()
                .forEach(range -> rows.put(
                        range.partition(),
                        Row.of(range)
                                .of(Optional.ofNullable(locked.get(range.partition()))
                                        .flatMap(StoredOffset::identity))));
        write(connection, commit.group(), locked, rows, Change.OFFSETS);
    }

    /** Replaces rows that {@link #lock} has found, including their identities. */
    void replace(
            Connection connection,
            GroupId group,
            Map<TopicPartition, StoredOffset> locked,
            Map<TopicPartition, StoredOffset> entries)
            throws SQLException {
        write(connection, group, locked, rows(entries), Change.OFFSETS_AND_IDENTITIES);
    }

    private void write(
            Connection connection,
            GroupId group,
            Map<TopicPartition, StoredOffset> locked,
            Map<TopicPartition, Row> rows,
            Change change)
            throws SQLException {
        MultiRow update = update(group, change, Optional.empty()).rows();
        for (TopicPartition partition : sorted(rows.keySet())) {
            addRow(update, change, partition, entry(locked, partition).offset(), row(rows, partition));
        }
        update.execute(connection);
        if (identities.isPresent()) {
            identities.get().put(connection, group, rows);
        }
        requireWritten(connection, group, rows);
    }

    /** The number of updated rows depends on the driver's settings, so the rows themselves are compared. */
    private void requireWritten(Connection connection, GroupId group, Map<TopicPartition, Row> rows)
            throws SQLException {
        Set<String> topics = new TreeSet<>();
        rows.keySet().forEach(partition -> topics.add(partition.topic()));
        Map<TopicPartition, StoredOffset> stored =
                lock(connection, group, topics).entries();
        for (TopicPartition partition : sorted(rows.keySet())) {
            StoredOffset found = stored.get(partition);
            if (found == null || found.offset() != row(rows, partition).until()) {
                throw new OffsetStoreException("Cannot move the offset of group " + group + ", partition " + partition
                        + " in " + prepared.names().where() + ": the server has stored "
                        + (found == null ? "nothing" : found.offset()) + " instead of "
                        + row(rows, partition).until() + "; nothing was stored. A trigger of the table may change it: "
                        + dialect.triggers(table.name()));
            }
        }
    }

    /** Deletes rows that {@link #lock} has found. */
    void delete(Connection connection, GroupId group, Collection<TopicPartition> partitions) throws SQLException {
        delete(connection, table.name(), group, partitions);
        if (identities.isPresent()) {
            delete(connection, identities.get().name(), group, partitions);
        }
    }

    private void delete(Connection connection, String from, GroupId group, Collection<TopicPartition> partitions)
            throws SQLException {
        MultiRow delete =
                new MultiRow("DELETE FROM " + dialect.quoted(from) + " WHERE ", " OR ", "", longestStatement());
        for (TopicPartition partition : sorted(partitions)) {
            delete.add(
                    "(topic = ? AND groupid = ? AND partitions = " + partition.partition() + ")",
                    List.of(partition.topic(), group.value()));
        }
        delete.execute(connection);
    }

    private StoredRows select(Connection connection, GroupId group, Set<String> topics, String lock)
            throws SQLException {
        StoredRows all = new StoredRows(new HashMap<>(), new ArrayList<>());
        // without the hint an optimizer may scan a small table, and wait for the rows of other groups
        String before = select(dialect.indexHint(prepared.key())) + " WHERE o.groupid = ? AND o.topic IN (";
        MultiRow select = new MultiRow(before, ", ", ")" + lock, longestStatement());
        new TreeSet<>(topics).forEach(topic -> select.add("?", List.of(topic)));
        select.query(connection, List.of(group.value()), rows -> {
            StoredRows piece = rows(rows, group, topics::contains);
            all.entries().putAll(piece.entries());
            all.alike().addAll(piece.alike());
        });
        return all;
    }

    private String select(String hint) {
        String from = " FROM " + dialect.quoted(table.name()) + " o" + hint;
        String columns = "SELECT o.groupid, o.topic, o.partitions, o.untiloffset";
        if (isOwn()) {
            return columns + kept("o") + from;
        }
        return identities.isPresent()
                ? columns + kept("i") + from + identities.get().leftJoin()
                : columns + from;
    }

    private String kept(String alias) {
        return ", " + alias + ".clusterid, " + alias + ".topicid, " + dialect.timeText(alias + ".storedat") + ", "
                + alias + ".writer";
    }

    private StoredRows rows(ResultSet rows, GroupId group, Predicate<String> topics) throws SQLException {
        Map<TopicPartition, StoredOffset> entries = new HashMap<>();
        List<Alike> alike = new ArrayList<>();
        while (rows.next()) {
            String groupId = rows.getString(1);
            TopicPartition partition = new TopicPartition(rows.getString(2), rows.getInt(3));
            if (groupId.equals(group.value()) && topics.test(partition.topic())) {
                entries.put(partition, entry(rows, group, partition));
            } else {
                alike.add(new Alike(groupId, partition));
            }
        }
        return new StoredRows(entries, alike);
    }

    private StoredOffset entry(ResultSet row, GroupId group, TopicPartition partition) throws SQLException {
        long offset = row.getLong(4);
        if (row.wasNull() || offset < 0) {
            throw new OffsetStoreException("Cannot read the offset of group " + group + ", partition " + partition
                    + " from " + prepared.names().where() + ": untiloffset is "
                    + (row.wasNull() ? "NULL" : offset)
                    + ". Delete the row to begin as if nothing was stored, or set the next offset to read");
        }
        if ((!isOwn() && identities.isEmpty()) || row.getString(7) == null) {
            return StoredOffset.of(offset);
        }
        Optional<TopicIdentity> identity = Identities.of(row.getString(5), row.getString(6));
        Instant storedAt = SqlTimes.time(row.getString(7));
        return new StoredOffset(offset, identity, Optional.of(storedAt), WriterName.ofStored(row.getString(8)));
    }

    private MultiRow insert() {
        String columns = isOwn() ? ", clusterid, topicid, storedat, writer" : "";
        return new MultiRow(
                "INSERT INTO " + dialect.quoted(table.name()) + " (topic, groupid, partitions, fromoffset, untiloffset"
                        + columns + ") VALUES ",
                ", ",
                dialect.keeping(table.name(), KEY),
                longestStatement());
    }

    /** The columns that an update changes. */
    private enum Change {
        OFFSETS,
        OFFSETS_AND_IDENTITIES
    }

    /**
     * Updates exactly the rows that have the expected offsets. Rows with other names that the table's collation treats
     * as equal do not match.
     */
    private OffsetUpdate.Statement update(GroupId group, Change change, Optional<IdentityTable> joined) {
        return dialect.update(
                new OffsetUpdate(
                        group.value(),
                        prepared.target(),
                        isOwn(),
                        isOwn() && change == Change.OFFSETS_AND_IDENTITIES,
                        joined.map(IdentityTable::target),
                        writer.value()),
                prepared.server());
    }

    private void addRow(MultiRow update, Change change, TopicPartition partition, long expected, Row row) {
        String numbers = prepared.server().rowStart() + "?, " + partition.partition() + ", " + expected + ", "
                + row.from() + ", " + row.until();
        if (isOwn() && change == Change.OFFSETS_AND_IDENTITIES) {
            update.add(
                    numbers + ", ?, ?)",
                    List.of(
                            partition.topic(),
                            Identities.clusterId(row.identity()),
                            Identities.topicId(row.identity())));
        } else {
            update.add(numbers + ")", List.of(partition.topic()));
        }
    }

    /** The values of a row. */
    record Row(long from, long until, Optional<TopicIdentity> identity) {

        static Row of(PartitionRange range) {
            return new Row(range.from(), range.until(), Optional.empty());
        }

        Row of(Optional<TopicIdentity> known) {
            return new Row(from, until, known);
        }
    }

    private static Map<TopicPartition, Row> rows(Map<TopicPartition, StoredOffset> entries) {
        Map<TopicPartition, Row> rows = new HashMap<>();
        entries.forEach(
                (partition, entry) -> rows.put(partition, new Row(entry.offset(), entry.offset(), entry.identity())));
        return rows;
    }

    private boolean isOwn() {
        return table.layout() == Layout.OWN;
    }

    private long longestStatement() {
        return prepared.server().longestStatement();
    }

    static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        return partitions.stream().sorted(LOCK_ORDER).toList();
    }

    private static StoredOffset entry(Map<TopicPartition, StoredOffset> entries, TopicPartition partition) {
        StoredOffset entry = entries.get(partition);
        if (entry == null) {
            throw new IllegalArgumentException("Cannot store an entry of " + partition + ": there is none");
        }
        return entry;
    }

    static Row row(Map<TopicPartition, Row> rows, TopicPartition partition) {
        Row row = rows.get(partition);
        if (row == null) {
            throw new IllegalArgumentException("Cannot store an entry of " + partition + ": there is none");
        }
        return row;
    }
}
