package io.tidemark.offset.mysql;

import io.tidemark.offset.jdbc.spi.TableColumn;
import io.tidemark.offset.jdbc.spi.TableColumn.Fill;
import io.tidemark.offset.jdbc.spi.TableDialect;
import io.tidemark.offset.jdbc.spi.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tables of MySQL and MariaDB, from their information schema, and the statements that create and change them. */
final class MySqlTables implements TableDialect {

    private static final String PRIMARY = "PRIMARY";
    private static final int LONGEST_TOPIC = 249;

    @Override
    public Optional<TableShape> shape(Connection connection, String table) throws SQLException {
        String sql = "SELECT table_type, COALESCE(engine, ''), COALESCE(row_format, '') FROM information_schema.tables"
                + " WHERE table_schema = DATABASE() AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(shape(
                                table,
                                rows.getString(1).endsWith("VIEW"),
                                rows.getString(2),
                                rows.getString(3),
                                columns(connection, table),
                                uniqueKeys(connection, table)))
                        : Optional.empty();
            }
        }
    }

    private static TableShape shape(
            String table,
            boolean isView,
            String engine,
            String rowFormat,
            Map<String, TableColumn> columns,
            Map<String, Set<String>> uniqueKeys) {
        List<String> problems = engine.equalsIgnoreCase("InnoDB")
                ? List.of()
                : List.of("its engine is " + engine + ", which cannot roll back; convert it with ALTER TABLE `" + table
                        + "` ENGINE=InnoDB");
        // the indexes of these formats cannot hold names of Kafka's full length
        boolean isNarrow = rowFormat.equalsIgnoreCase("Compact") || rowFormat.equalsIgnoreCase("Redundant");
        return new TableShape(
                isView,
                problems,
                isNarrow ? ", ROW_FORMAT=DYNAMIC" : "",
                columns,
                uniqueKeys,
                uniqueKeys.containsKey(PRIMARY));
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
                    TableColumn column = column(rows);
                    columns.put(column.name().toLowerCase(Locale.ROOT), column);
                }
            }
        }
        return columns;
    }

    private static TableColumn column(ResultSet row) throws SQLException {
        long length = row.getLong(4);
        boolean isText = !row.wasNull();
        String type = row.getString(2);
        String dataType = row.getString(3).toLowerCase(Locale.ROOT);
        boolean isNullable = row.getString(7).equalsIgnoreCase("YES");
        boolean hasDefault = row.getString(8) != null;
        String extra = row.getString(9) == null ? "" : row.getString(9).toLowerCase(Locale.ROOT);
        boolean isFilled = isNullable
                || hasDefault
                || extra.contains("auto_increment")
                || extra.contains("generated")
                || extra.contains("virtual")
                || extra.contains("persistent");
        String comment = row.getString(10) == null || row.getString(10).isEmpty()
                ? ""
                : " COMMENT '" + row.getString(10).replace("'", "''") + "'";
        return new TableColumn(
                row.getString(1),
                type,
                dataType,
                isText ? length : Long.MAX_VALUE,
                row.getString(5),
                row.getString(6),
                bits(dataType),
                type.toLowerCase(Locale.ROOT).contains("unsigned"),
                isFilled ? Fill.BY_SERVER : Fill.NOT_FILLED,
                (isNullable ? "NULL" : "NOT NULL") + comment);
    }

    private static int bits(String dataType) {
        return switch (dataType) {
            case "tinyint" -> 8;
            case "smallint" -> 16;
            case "mediumint" -> 24;
            case "int", "integer" -> 32;
            case "bigint" -> 64;
            default -> 0;
        };
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

    @Override
    public Optional<String> viewDefinition(Connection connection, String table) throws SQLException {
        String sql = "SELECT view_definition FROM information_schema.views"
                + " WHERE table_schema = DATABASE() AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.ofNullable(rows.getString(1)).filter(text -> !text.isBlank())
                        : Optional.empty();
            }
        }
    }

    /**
     * Groups and cluster ids of up to 255 characters take 1,020 bytes of the 3,072 that a key may have. They are
     * compared by code point, trailing spaces included where the server has such a collation.
     */
    @Override
    public Types types(Connection connection) throws SQLException {
        // MySQL and MariaDB name it differently; utf8mb4_bin exists in both, and ignores trailing spaces
        String collation = value(
                        connection,
                        "SELECT COALESCE(MAX(collation_name), 'utf8mb4_bin') FROM information_schema.collations"
                                + " WHERE collation_name IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')")
                .orElse("utf8mb4_bin");
        return new Types(
                "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE " + collation + " NOT NULL",
                ascii(LONGEST_TOPIC),
                "DATETIME(6) NOT NULL",
                "BIGINT NOT NULL AUTO_INCREMENT",
                "LONGTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL",
                ", KEY (number)");
    }

    @Override
    public String ascii(int length) {
        return "VARCHAR(" + length + ") CHARACTER SET ascii COLLATE ascii_bin NOT NULL";
    }

    @Override
    public String create(String table, String columns) {
        return "CREATE TABLE IF NOT EXISTS `" + table + "` (" + columns + ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC";
    }

    @Override
    public String grant(Connection connection, String table) throws SQLException {
        // the account that the server has matched
        String account = value(connection, "SELECT CURRENT_USER()").orElse("");
        int at = account.lastIndexOf('@');
        String grantee = at < 0 ? account : "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
        return "GRANT SELECT, INSERT, UPDATE, DELETE ON `"
                + value(connection, "SELECT DATABASE()").orElse("") + "`.`" + table + "` TO " + grantee;
    }

    @Override
    public Optional<String> noPlace(Connection connection) throws SQLException {
        return value(connection, "SELECT DATABASE()").isPresent()
                ? Optional.empty()
                : Optional.of("the connection has no database; name one in the JDBC URL");
    }

    private static Optional<String> value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }

    @Override
    public String alter(String table, TableShape shape, String changes) {
        return "ALTER TABLE `" + table + "` " + changes + shape.alterSuffix();
    }

    @Override
    public String widened(TableColumn column, long characters) {
        String text = column.charset().isEmpty()
                ? "VARBINARY(" + characters + ")"
                : "VARCHAR(" + characters + ")" + characterSet(column);
        return "MODIFY `" + column.name() + "` " + text + " " + column.attributes();
    }

    @Override
    public String exact(TableColumn column) {
        return "MODIFY `" + column.name() + "` "
                + (column.charset().isEmpty() ? "VARCHAR(" + column.length() + ")" : column.type())
                + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin " + column.attributes();
    }

    @Override
    public String retyped(TableColumn column, String type) {
        return "MODIFY `" + column.name() + "` " + type + " " + column.attributes();
    }

    @Override
    public String counted(TableColumn column) {
        return retyped(column, column.type()) + " AUTO_INCREMENT";
    }

    @Override
    public String nullable(TableColumn column) {
        String text = column.charset().isEmpty() ? "" : characterSet(column);
        return "MODIFY `" + column.name() + "` " + column.type() + text + " "
                + column.attributes().replaceFirst("NOT NULL", "NULL");
    }

    private static String characterSet(TableColumn column) {
        return " CHARACTER SET " + column.charset() + " COLLATE " + column.collation();
    }

    @Override
    public boolean isUnlimitedText(TableColumn column) {
        return column.dataType().endsWith("text") || column.dataType().endsWith("blob");
    }
}
