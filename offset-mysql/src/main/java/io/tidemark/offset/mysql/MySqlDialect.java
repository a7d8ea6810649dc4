package io.tidemark.offset.mysql;

import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.MultiRow;
import io.tidemark.offset.jdbc.spi.OffsetUpdate;
import io.tidemark.offset.jdbc.spi.OffsetUpdate.Target;
import io.tidemark.offset.jdbc.spi.ServerFacts;
import io.tidemark.offset.jdbc.spi.SqlErrors;
import io.tidemark.offset.jdbc.spi.TableColumn;
import io.tidemark.offset.jdbc.spi.TableDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The statements of MySQL and MariaDB. */
final class MySqlDialect implements Dialect {

    /** The only one, because it has no state. */
    static final MySqlDialect INSTANCE = new MySqlDialect();

    /** The lowest level at which InnoDB writes to a statement-based binary log. */
    private static final String REPEATABLE_READ = "REPEATABLE READ";

    /** The width of a text in a table of rows, because a prepared statement takes it from the first row. */
    private static final String EMPTY = "CAST('' AS CHAR(255))";

    private final SqlErrors errors = new MySqlErrors();
    private final TableDialect tables = new MySqlTables();

    private MySqlDialect() {}

    @Override
    public String name() {
        return "MySQL";
    }

    @Override
    public SqlErrors errors() {
        return errors;
    }

    @Override
    public TableDialect tables() {
        return tables;
    }

    @Override
    public ServerFacts facts(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW VARIABLES WHERE Variable_name IN ('version',"
                        + " 'max_allowed_packet', 'sql_mode', 'log_bin', 'binlog_format')")) {
            while (rows.next()) {
                variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
        }
        boolean logsStatements = variables.getOrDefault("log_bin", "").equalsIgnoreCase("ON")
                && variables.getOrDefault("binlog_format", "").equalsIgnoreCase("STATEMENT");
        return new ServerFacts(
                // the two servers have different row constructors
                variables.getOrDefault("version", "").contains("MariaDB") ? "(" : "ROW(",
                Long.parseLong(variables.getOrDefault("max_allowed_packet", "1048576")),
                variables.getOrDefault("sql_mode", "").contains("STRICT_"),
                // READ COMMITTED takes no gap locks: two drivers that store first offsets wait for each other and do
                // not deadlock
                logsStatements ? REPEATABLE_READ : ServerFacts.READ_COMMITTED);
    }

    @Override
    public int longestName() {
        return 64;
    }

    @Override
    public String quoted(String table) {
        return "`" + table + "`";
    }

    @Override
    public String now() {
        return "UTC_TIMESTAMP(6)";
    }

    @Override
    public String timeText(String expression) {
        return "CAST(" + expression + " AS CHAR)";
    }

    @Override
    public String time(String placeholder) {
        return placeholder;
    }

    @Override
    public String same(String one, String other) {
        return one + " <=> " + other;
    }

    @Override
    public String converted(TableColumn column, String expression) {
        return column.charset().isEmpty()
                ? "CONVERT(" + expression + " USING utf8mb4)"
                : "CONVERT(" + expression + " USING " + column.charset() + ") COLLATE " + column.collation();
    }

    @Override
    public String replacing(List<String> key, List<String> columns) {
        return columns.stream()
                .map(column -> column + " = VALUES(" + column + ")")
                .collect(Collectors.joining(", ", " ON DUPLICATE KEY UPDATE ", ""));
    }

    @Override
    public String keeping(String table, List<String> key) {
        return " ON DUPLICATE KEY UPDATE untiloffset = " + quoted(table) + ".untiloffset";
    }

    @Override
    public String indexHint(String key) {
        return " FORCE INDEX (" + quoted(key) + ")";
    }

    /** The index that the hint names has the order of topic and partition. */
    @Override
    public String locking() {
        return " FOR UPDATE";
    }

    /** A table of rows, joined to the table of offsets by its unique key. */
    @Override
    public OffsetUpdate.Statement update(OffsetUpdate update, ServerFacts server) {
        Target offsets = update.offsets();
        String before = "UPDATE (SELECT " + EMPTY + " AS t, -1 AS p, 0 AS e, 0 AS f, 0 AS u"
                + (update.changesIdentities() ? ", " + EMPTY + " AS c, " + EMPTY + " AS d" : "") + " UNION ALL VALUES ";
        List<String> texts = new ArrayList<>(List.of(update.group(), update.group()));
        StringBuilder after = new StringBuilder(") AS n STRAIGHT_JOIN " + quoted(offsets.name()) + " AS o"
                + indexHint(offsets.key()) + " ON o.topic = " + converted(offsets.topic(), "n.t")
                + " AND o.groupid = ? AND o.partitions = n.p AND o.untiloffset = n.e AND " + exactly("o.topic", "n.t")
                + " AND " + exactly("o.groupid", "?"));
        update.identities().ifPresent(identities -> {
            after.append(" STRAIGHT_JOIN " + quoted(identities.name()) + " AS i" + indexHint(identities.key())
                    + " ON i.topic = " + converted(identities.topic(), "n.t")
                    + " AND i.groupid = ? AND i.partitions = o.partitions AND i.fromoffset <=> o.fromoffset"
                    + " AND i.untiloffset = o.untiloffset");
            texts.add(update.group());
        });
        after.append(" SET o.fromoffset = n.f, o.untiloffset = n.u");
        if (update.changesIdentities()) {
            after.append(", o.clusterid = n.c, o.topicid = n.d");
        }
        if (update.isOwn()) {
            after.append(", o.storedat = UTC_TIMESTAMP(6), o.writer = ?");
            texts.add(update.writer());
        } else if (update.identities().isPresent()) {
            after.append(", i.fromoffset = n.f, i.untiloffset = n.u, i.storedat = UTC_TIMESTAMP(6), i.writer = ?");
            texts.add(update.writer());
        }
        return new OffsetUpdate.Statement(
                new MultiRow(before, ", ", after.toString(), texts, server.longestStatement()),
                update.identities().isPresent() ? 2 : 1);
    }

    private static String exactly(String column, String value) {
        return "CAST(CONVERT(" + column + " USING utf8mb4) AS BINARY) = CAST(CONVERT(" + value
                + " USING utf8mb4) AS BINARY)";
    }

    @Override
    public String carryIdentities(String from, String identities, Target to) {
        return "UPDATE " + quoted(from) + " AS o JOIN " + quoted(identities) + " AS i ON i.topic = "
                + converted(to.topic(), "o.topic") + " AND i.groupid = " + converted(to.group(), "o.groupid")
                + " AND i.partitions = o.partitions AND i.fromoffset <=> o.fromoffset"
                + " AND i.untiloffset = o.untiloffset JOIN " + quoted(to.name())
                + " AS t ON t.topic = i.topic AND t.groupid = i.groupid AND t.partitions = i.partitions"
                + " AND t.untiloffset = i.untiloffset"
                + " SET t.clusterid = i.clusterid, t.topicid = i.topicid WHERE t.topicid = ''";
    }

    /** A statement that fails does not end the transaction, or its error says that it does. */
    @Override
    public void requireCommittable(Connection connection) {}

    @Override
    public String triggers(String table) {
        return "SHOW TRIGGERS lists them";
    }
}
