package io.tidemark.offset.mysql.internal.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The shape of a table in the server's information schema.
 *
 * @param kind {@code BASE TABLE}, {@code VIEW} or another kind that the server knows
 * @param engine the storage engine; empty for a view
 * @param rowFormat the row format; empty for a view
 * @param columns the columns by name, in lower case
 * @param uniqueKeys the columns of each unique key, by the key's name; if only a prefix of a column is in the key, the
 *     prefix's length follows its name
 */
public record TableShape(
        String kind,
        String engine,
        String rowFormat,
        Map<String, TableColumn> columns,
        Map<String, Set<String>> uniqueKeys) {

    private static final String PRIMARY = "PRIMARY";

    /** Reads a table's shape; empty if there is no such table. */
    public static Optional<TableShape> read(Connection connection, String table) throws SQLException {
        String sql = "SELECT table_type, COALESCE(engine, ''), COALESCE(row_format, '') FROM information_schema.tables"
                + " WHERE table_schema = DATABASE() AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new TableShape(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                columns(connection, table),
                                uniqueKeys(connection, table)))
                        : Optional.empty();
            }
        }
    }

    public boolean isView() {
        return kind.endsWith("VIEW");
    }

    /** The name of a unique key on exactly the given columns. */
    public Optional<String> uniqueKeyOn(Set<String> names) {
        return uniqueKeys.entrySet().stream()
                .filter(key -> key.getValue().equals(names))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    public boolean hasPrimaryKey() {
        return uniqueKeys.containsKey(PRIMARY);
    }

    public boolean isInUniqueKey(String column) {
        return uniqueKeys.values().stream().anyMatch(key -> key.contains(column));
    }

    /** Whether an index can hold names of Kafka's full length. */
    boolean hasNarrowIndexes() {
        return rowFormat.equalsIgnoreCase("Compact") || rowFormat.equalsIgnoreCase("Redundant");
    }

    private static Map<String, TableColumn> columns(Connection connection, String table) throws SQLException {
        String sql = "SELECT column_name, column_type, data_type, character_maximum_length,"
                + " COALESCE(character_set_name, ''), COALESCE(collation_name, ''), is_nullable, column_default, extra,"
                + " column_comment FROM information_schema.columns"
                + " WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position";
        Map<String, TableColumn> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableColumn column = TableColumn.of(rows);
                    columns.put(column.name().toLowerCase(Locale.ROOT), column);
                }
            }
        }
        return columns;
    }

    private static Map<String, Set<String>> uniqueKeys(Connection connection, String table) throws SQLException {
        String sql = "SELECT index_name, column_name, sub_part FROM information_schema.statistics"
                + " WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 0"
                + " ORDER BY index_name = 'PRIMARY' DESC, index_name, seq_in_index";
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    // a key on a prefix is not a key on the column
                    String prefix = rows.getString(3) == null ? "" : "(" + rows.getString(3) + ")";
                    keys.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                            .add(rows.getString(2).toLowerCase(Locale.ROOT) + prefix);
                }
            }
        }
        return keys;
    }
}
