package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.MultiRow;
import io.tidemark.offset.jdbc.spi.OffsetUpdate;
import io.tidemark.offset.jdbc.spi.OffsetUpdate.Target;
import io.tidemark.offset.jdbc.spi.ServerFacts;
import io.tidemark.offset.jdbc.spi.SqlErrors;
import io.tidemark.offset.jdbc.spi.TableColumn;
import io.tidemark.offset.jdbc.spi.TableDialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements of PostgreSQL. */
final class PostgreSqlDialect implements Dialect {

    /** The server has a limit of 1 GB; a smaller statement needs less memory on both sides. */
    private static final long LONGEST_STATEMENT = 64L << 20;

    private static final ServerFacts FACTS = new ServerFacts("(", LONGEST_STATEMENT, true, ServerFacts.READ_COMMITTED);

    private final SqlErrors errors = new PostgreSqlErrors();
    private final TableDialect tables;
    private final String qualifier;

    /** @param schema the schema of all tables; the {@code search_path} decides if it is empty */
    PostgreSqlDialect(Optional<String> schema) {
        this.qualifier = schema.map(name -> identifier(name) + ".").orElse("");
        this.tables = new PostgreSqlTables(schema, this::quoted);
    }

    @Override
    public String name() {
        return "PostgreSQL";
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
    public ServerFacts facts(Connection connection) {
        return FACTS;
    }

    @Override
    public int longestName() {
        return 63;
    }

    @Override
    public String quoted(String table) {
        return qualifier + identifier(table);
    }

    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** The statement's moment: the transaction's may be before that of a write which it has waited for. */
    @Override
    public String now() {
        return "statement_timestamp()";
    }

    /** A cast to text would depend on the session's time zone and date style. */
    @Override
    public String timeText(String expression) {
        return "to_char(" + expression + " AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";
    }

    @Override
    public String time(String placeholder) {
        return "(CAST(" + placeholder + " AS timestamp) AT TIME ZONE 'UTC')";
    }

    @Override
    public String same(String one, String other) {
        return one + " IS NOT DISTINCT FROM " + other;
    }

    @Override
    public String converted(TableColumn column, String expression) {
        return expression;
    }

    @Override
    public String replacing(List<String> key, List<String> columns) {
        return columns.stream()
                .map(column -> column + " = EXCLUDED." + column)
                .collect(Collectors.joining(", ", conflict(key) + " DO UPDATE SET ", ""));
    }

    @Override
    public String keeping(String table, List<String> key) {
        return conflict(key) + " DO NOTHING";
    }

    private static String conflict(List<String> key) {
        return " ON CONFLICT (" + String.join(", ", key) + ")";
    }

    @Override
    public String indexHint(String key) {
        return "";
    }

    @Override
    public String locking() {
        return " ORDER BY o.topic, o.partitions FOR UPDATE OF o";
    }

    /**
     * An UPDATE alone locks rows in the order of its plan, and two drivers could deadlock: the rows are locked first,
     * in their order, in the same statement.
     */
    @Override
    public OffsetUpdate.Statement update(OffsetUpdate update, ServerFacts server) {
        boolean hasIdentities = update.identities().isPresent();
        String offsets = quoted(update.offsets().name());
        String before = "WITH n (t, p, e, f, u" + (update.changesIdentities() ? ", c, d" : "") + ") AS (VALUES ";
        List<String> texts = new ArrayList<>();
        StringBuilder after = new StringBuilder("), l AS (SELECT o.topic, o.partitions FROM " + offsets
                + " o JOIN n ON o.topic = n.t AND o.partitions = n.p");
        update.identities().ifPresent(identities -> {
            after.append(" JOIN " + quoted(identities.name()) + " i ON i.topic = o.topic AND i.groupid = o.groupid"
                    + " AND i.partitions = o.partitions AND " + same("i.fromoffset", "o.fromoffset")
                    + " AND i.untiloffset = o.untiloffset");
        });
        after.append(" WHERE o.groupid = ? AND o.untiloffset = n.e ORDER BY o.topic, o.partitions FOR UPDATE OF o"
                + (hasIdentities ? ", i" : "") + ")");
        texts.add(update.group());
        update.identities().ifPresent(identities -> {
            after.append(", w AS (UPDATE " + quoted(identities.name())
                    + " i SET fromoffset = n.f, untiloffset = n.u, storedat = " + now() + ", writer = ?" + found("i")
                    + ")");
            texts.add(update.writer());
            texts.add(update.group());
        });
        after.append(" UPDATE " + offsets + " o SET fromoffset = n.f, untiloffset = n.u");
        if (update.changesIdentities()) {
            after.append(", clusterid = n.c, topicid = n.d");
        }
        if (update.isOwn()) {
            after.append(", storedat = " + now() + ", writer = ?");
            texts.add(update.writer());
        }
        after.append(found("o"));
        texts.add(update.group());
        return new OffsetUpdate.Statement(
                new MultiRow(before, ", ", after.toString(), texts, server.longestStatement()), 1);
    }

    /** Joins the rows that were locked; the group is the only placeholder. */
    private static String found(String alias) {
        return " FROM l JOIN n ON n.t = l.topic AND n.p = l.partitions WHERE " + alias + ".topic = l.topic AND " + alias
                + ".groupid = ? AND " + alias + ".partitions = l.partitions";
    }

    @Override
    public String carryIdentities(String from, String identities, Target to) {
        return "UPDATE " + quoted(to.name()) + " t SET clusterid = i.clusterid, topicid = i.topicid FROM "
                + quoted(from)
                + " o JOIN " + quoted(identities) + " i ON i.topic = o.topic AND i.groupid = o.groupid"
                + " AND i.partitions = o.partitions AND " + same("i.fromoffset", "o.fromoffset")
                + " AND i.untiloffset = o.untiloffset WHERE t.topic = i.topic AND t.groupid = i.groupid"
                + " AND t.partitions = i.partitions AND t.untiloffset = i.untiloffset AND t.topicid = ''";
    }

    /** After an error the server answers every statement with another error, but a COMMIT with a rollback. */
    @Override
    public void requireCommittable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    @Override
    public String triggers(String table) {
        return "\\d " + table + " lists them in psql";
    }
}
