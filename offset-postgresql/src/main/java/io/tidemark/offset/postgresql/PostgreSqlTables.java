package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.spi.TableColumn;
import io.tidemark.offset.jdbc.spi.TableColumn.Fill;
import io.tidemark.offset.jdbc.spi.TableDialect;
import io.tidemark.offset.jdbc.spi.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The tables of PostgreSQL, from its catalog, and the statements that create and change them. */
final class PostgreSqlTables implements TableDialect {

    /**
     * By code point: exact, and independent of the system's locale, whose changes would invalidate the indexes of
     * texts.
     */
    private static final String BY_CODE_POINT = " COLLATE \"C\"";

    private static final Types TYPES = new Types(
            "VARCHAR(255)" + BY_CODE_POINT + " NOT NULL",
            "VARCHAR(249)" + BY_CODE_POINT + " NOT NULL",
            "TIMESTAMPTZ NOT NULL",
            // unlike a serial column, it needs no GRANT on its sequence
            "BIGINT GENERATED ALWAYS AS IDENTITY",
            "TEXT" + BY_CODE_POINT + " NOT NULL",
            "");

    private final Optional<String> schema;
    private final UnaryOperator<String> quoted;

    /**
     * @param schema the schema of all tables; the {@code search_path} decides if it is empty
     * @param quoted the name of a table in a statement
     */
    PostgreSqlTables(Optional<String> schema, UnaryOperator<String> quoted) {
        this.schema = schema;
        this.quoted = quoted;
    }

    @Override
    public Optional<TableShape> shape(Connection connection, String table) throws SQLException {
        String sql = "SELECT relkind, relpersistence, row_security_active(oid) FROM pg_catalog.pg_class"
                + " WHERE oid = pg_catalog.to_regclass(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, quoted.apply(table));
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                String kind = rows.getString(1);
                List<String> problems = new ArrayList<>(problems(table, kind, rows.getString(2), rows.getBoolean(3)));
                Map<String, TableColumn> columns = columns(connection, table, problems);
                Keys keys = uniqueKeys(connection, table);
                return Optional.of(new TableShape(
                        kind.equals("v") || kind.equals("m"),
                        problems,
                        "",
                        columns,
                        keys.columns(),
                        keys.hasPrimary()));
            }
        }
    }

    private List<String> problems(String table, String kind, String persistence, boolean hidesRows) {
        List<String> problems = new ArrayList<>();
        if (kind.equals("f")) {
            problems.add("it is a foreign table, whose rows are not part of this server's transactions; name the table"
                    + " on its own server");
        }
        if (persistence.equals("u")) {
            problems.add("it is unlogged, so the server empties it after a crash; change it with ALTER TABLE "
                    + quoted.apply(table) + " SET LOGGED");
        }
        if (persistence.equals("t")) {
            problems.add("it is temporary, so it ends with its session; name another table");
        }
        if (hidesRows) {
            problems.add("its row-level security can hide stored offsets from the user; exempt the user with ALTER ROLE"
                    + " <user> BYPASSRLS, or disable it with ALTER TABLE " + quoted.apply(table)
                    + " DISABLE ROW LEVEL SECURITY");
        }
        return problems;
    }

    private Map<String, TableColumn> columns(Connection connection, String table, List<String> problems)
            throws SQLException {
        String sql = "SELECT a.attname, format_type(a.atttypid, a.atttypmod), t.typname,"
                + " CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END,"
                + " t.typcollation <> 0, COALESCE(c.collname, ''), COALESCE(c.collisdeterministic, true),"
                + " NOT a.attnotnull OR a.atthasdef OR a.attidentity <> '' FROM pg_catalog.pg_attribute a"
                + " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
                + " LEFT JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation"
                + " WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped"
                + " ORDER BY a.attnum";
        Map<String, TableColumn> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, quoted.apply(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TableColumn column = column(rows);
                    columns.put(column.name(), column);
                    boolean isName =
                            column.name().equals("topic") || column.name().equals("groupid");
                    if (isName && column.dataType().equals("bpchar")) {
                        problems.add("column " + column.name() + " is " + column.type()
                                + ", which pads names with spaces; convert it with "
                                + alter(table, exact(column)));
                    } else if (isName && !rows.getBoolean(7)) {
                        problems.add("column " + column.name() + " has the collation " + column.collation()
                                + ", which treats different names as equal; convert it with "
                                + alter(table, exact(column)));
                    }
                }
            }
        }
        return columns;
    }

    private static TableColumn column(ResultSet row) throws SQLException {
        long length = row.getLong(4);
        boolean isLimited = !row.wasNull();
        String type = row.getString(3);
        return new TableColumn(
                row.getString(1),
                row.getString(2),
                type,
                isLimited ? length : Long.MAX_VALUE,
                row.getBoolean(5) ? "utf-8" : "",
                row.getString(6),
                bits(type),
                false,
                row.getBoolean(8) ? Fill.BY_SERVER : Fill.NOT_FILLED,
                "");
    }

    private static int bits(String type) {
        return switch (type) {
            case "int2" -> 16;
            case "int4" -> 32;
            case "int8" -> 64;
            default -> 0;
        };
    }

    private record Keys(Map<String, Set<String>> columns, boolean hasPrimary) {}

    /** Only those that an INSERT can name: valid, not deferrable, on columns of all rows. */
    private Keys uniqueKeys(Connection connection, String table) throws SQLException {
        String sql = "SELECT i.relname, a.attname, x.indisprimary,"
                + " x.indisvalid AND x.indimmediate AND x.indpred IS NULL AND x.indexprs IS NULL"
                + " FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid"
                + " JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid"
                + " AND a.attnum = ANY ((x.indkey::int2[])[0:x.indnkeyatts - 1])"
                + " WHERE x.indrelid = pg_catalog.to_regclass(?) AND x.indisunique"
                + " ORDER BY x.indisprimary DESC, i.relname";
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        boolean hasPrimary = false;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, quoted.apply(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    hasPrimary |= rows.getBoolean(3);
                    if (rows.getBoolean(4)) {
                        keys.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                                .add(rows.getString(2));
                    }
                }
            }
        }
        return new Keys(keys, hasPrimary);
    }

    @Override
    public Optional<String> viewDefinition(Connection connection, String table) throws SQLException {
        return value(
                        connection,
                        "SELECT pg_catalog.pg_get_viewdef(oid) FROM pg_catalog.pg_class"
                                + " WHERE oid = pg_catalog.to_regclass(?) AND relkind IN ('v', 'm')",
                        quoted.apply(table))
                .map(text -> text.strip().replaceAll("\\s+", " "));
    }

    @Override
    public Types types(Connection connection) {
        return TYPES;
    }

    @Override
    public String ascii(int length) {
        return "VARCHAR(" + length + ")" + BY_CODE_POINT + " NOT NULL";
    }

    @Override
    public String create(String table, String columns) {
        return "CREATE TABLE IF NOT EXISTS " + quoted.apply(table) + " (" + columns + ")";
    }

    @Override
    public String grant(Connection connection, String table) throws SQLException {
        return "GRANT SELECT, INSERT, UPDATE, DELETE ON " + quoted.apply(table) + " TO "
                + value(connection, "SELECT quote_ident(current_user)").orElse("<user>");
    }

    @Override
    public Optional<String> noPlace(Connection connection) throws SQLException {
        if (schema.isEmpty()) {
            return value(connection, "SELECT current_schema()").isPresent()
                    ? Optional.empty()
                    : Optional.of("no schema of the connection's search_path exists and may be used; name one with"
                            + " schema=<name> in the store's URL, or set currentSchema in the JDBC URL");
        }
        String name = schema.get();
        return value(connection, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?", name)
                        .isPresent()
                ? Optional.empty()
                : Optional.of("the database has no schema '" + name + "'; create it with CREATE SCHEMA "
                        + PostgreSqlDialect.identifier(name) + ", or name another");
    }

    private static Optional<String> value(Connection connection, String sql, String... texts) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < texts.length; i++) {
                statement.setString(i + 1, texts[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private String alter(String table, String changes) {
        return "ALTER TABLE " + quoted.apply(table) + " " + changes;
    }

    @Override
    public String alter(String table, TableShape shape, String changes) {
        return alter(table, changes);
    }

    @Override
    public String widened(TableColumn column, long characters) {
        return type(column, "VARCHAR(" + characters + ")");
    }

    @Override
    public String exact(TableColumn column) {
        return type(
                column,
                (column.length() == Long.MAX_VALUE ? "TEXT" : "VARCHAR(" + column.length() + ")") + BY_CODE_POINT);
    }

    @Override
    public String retyped(TableColumn column, String type) {
        return type(column, type) + " USING " + PostgreSqlDialect.identifier(column.name()) + "::" + type;
    }

    private static String type(TableColumn column, String type) {
        return change(column, "TYPE " + type);
    }

    @Override
    public String counted(TableColumn column) {
        return change(column, "ADD GENERATED BY DEFAULT AS IDENTITY");
    }

    @Override
    public String nullable(TableColumn column) {
        return change(column, "DROP NOT NULL");
    }

    private static String change(TableColumn column, String change) {
        return "ALTER COLUMN " + PostgreSqlDialect.identifier(column.name()) + " " + change;
    }

    @Override
    public boolean isUnlimitedText(TableColumn column) {
        return false;
    }
}
