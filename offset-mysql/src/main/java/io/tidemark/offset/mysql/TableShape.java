package io.tidemark.offset.mysql;

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
 * What a table looks like in the server's catalogue.
 *
 * @param engine the storage engine
 * @param columns the columns by name, in lower case
 * @param uniqueKeys the columns of each unique key whose columns are in it whole, by the key's name
 */
record TableShape(String engine, Map<String, Column> columns, Map<String, Set<String>> uniqueKeys) {

    /**
     * A column.
     *
     * @param type as the server writes it, {@code varchar(32)}
     * @param length how many characters it holds; {@link Long#MAX_VALUE} for a number
     * @param charset its character set; empty for numbers and bytes
     * @param collation how it is compared; empty for numbers and bytes
     */
    record Column(String type, long length, String charset, String collation) {}

    /** Reads a table's shape; empty where there is no such table. */
    static Optional<TableShape> read(Connection connection, String table) throws SQLException {
        Optional<String> engine = engine(connection, table);
        if (engine.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TableShape(engine.get(), columns(connection, table), uniqueKeys(connection, table)));
    }

    /** The name of a unique key on exactly the given columns. */
    Optional<String> uniqueKeyOn(Set<String> names) {
        return uniqueKeys.entrySet().stream()
                .filter(key -> key.getValue().equals(names))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<String> engine(Connection connection, String table) throws SQLException {
        String sql = "SELECT COALESCE(engine, 'VIEW') FROM information_schema.tables"
                + " WHERE table_schema = DATABASE() AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static Map<String, Column> columns(Connection connection, String table) throws SQLException {
        String sql = "SELECT column_name, column_type, character_maximum_length, COALESCE(character_set_name, ''),"
                + " COALESCE(collation_name, '') FROM information_schema.columns"
                + " WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position";
        Map<String, Column> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long length = rows.getLong(3);
                    Column column = new Column(
                            rows.getString(2),
                            rows.wasNull() ? Long.MAX_VALUE : length,
                            rows.getString(4),
                            rows.getString(5));
                    columns.put(rows.getString(1).toLowerCase(Locale.ROOT), column);
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
                    // of a key on a prefix, the prefix is noted: it is then no key on the column
                    String prefix = rows.getString(3) == null ? "" : "(" + rows.getString(3) + ")";
                    keys.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                            .add(rows.getString(2).toLowerCase(Locale.ROOT) + prefix);
                }
            }
        }
        return keys;
    }
}
