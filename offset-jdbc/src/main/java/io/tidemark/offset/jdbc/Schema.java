package io.tidemark.offset.jdbc;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.SqlTable.Layout;
import io.tidemark.offset.jdbc.internal.connection.Failures;
import io.tidemark.offset.jdbc.internal.table.NameColumns;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.OffsetUpdate;
import io.tidemark.offset.jdbc.spi.ServerFacts;
import io.tidemark.offset.jdbc.spi.TableDialect;
import io.tidemark.offset.jdbc.spi.TableShape;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates missing tables, and uses existing ones unchanged. */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private static final String OFFSETS_KEY = ", PRIMARY KEY (topic, groupid, partitions)";
    private static final int TOPIC_ID = 22;
    private static final int TABLE_NAME = 64;

    private final Dialect dialect;
    private final TableDialect tables;
    private final Connection connection;
    private final String where;
    private TableDialect.@Nullable Types types;

    /** @param where the table of offsets and its server, for messages */
    Schema(Dialect dialect, Connection connection, String where) {
        this.dialect = dialect;
        this.tables = dialect.tables();
        this.connection = connection;
        this.where = where;
    }

    /** Creates the table of offsets if it is missing, and checks it if it exists. */
    Prepared prepare(SqlTable table) throws SQLException {
        requirePlace();
        if (tables.shape(connection, table.name()).isEmpty()) {
            create(table);
        }
        return check(table, dialect.facts(connection));
    }

    private Prepared check(SqlTable table, ServerFacts server) throws SQLException {
        NameColumns names = names(table);
        return new Prepared(
                names,
                new TableCheck(table, names).key(server, tables.viewDefinition(connection, table.name())),
                server);
    }

    /**
     * Creates the table of identities beside a table in the layout of older jobs if it is missing, and checks it.
     *
     * @return empty if it is missing and the user may not create it
     */
    Optional<Prepared> prepareIdentities(SqlTable table, ServerFacts server) throws SQLException {
        boolean isThere = prepareBeside(
                identities(table),
                "Without it the store does not notice that a topic was deleted and created again once the new"
                        + " log has grown"
                        + " past the stored offset: the records before that offset are then skipped without a receipt."
                        + " Conflicts do not name the other writer.");
        return isThere ? Optional.of(check(new SqlTable(Layout.OWN, identityName(table)), server)) : Optional.empty();
    }

    /**
     * A checked table of offsets.
     *
     * @param names its columns
     * @param key the name of its unique key on topic, group and partition
     * @param server its server
     */
    record Prepared(NameColumns names, String key, ServerFacts server) {

        /** The table in an update of its rows. */
        OffsetUpdate.Target target() {
            return new OffsetUpdate.Target(names.table(), key, names.topic(), names.group());
        }
    }

    private void create(SqlTable table) throws SQLException {
        String sql = offsetTable(table);
        try {
            execute(table.name(), sql);
        } catch (SQLException e) {
            if (isDeniedWrite(e)) {
                throw new SQLException(
                        firstLine(e) + "; let a user who may create tables run: " + sql,
                        e.getSQLState(),
                        e.getErrorCode(),
                        e);
            }
            throw e;
        }
        LOG.info("Created {}", where);
    }

    /** Some drivers add lines, such as the position in the statement. */
    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * Whether a table cannot be created because the user lacks the permission, or because the server accepts no writes.
     */
    private boolean isDeniedWrite(SQLException e) {
        return dialect.errors().isDenied(e) || dialect.errors().isReadOnly(e);
    }

    /** The columns as they are now. */
    NameColumns names(SqlTable table) throws SQLException {
        TableShape shape = tables.shape(connection, table.name())
                .orElseThrow(() -> new OffsetStoreException("Cannot keep offsets in " + where
                        + ": the table no longer exists. Start the store again, which creates an empty one"));
        return new NameColumns(table.name(), where.replaceFirst("^table \\S+", "table " + table.name()), shape, tables);
    }

    /**
     * Creates a table beside the table of offsets if it is missing.
     *
     * @param beside the table
     * @param consequence what the store cannot do without it, as a sentence
     * @return whether the table exists; if not, a warning states the reason, the consequence and the statements to run
     */
    boolean prepareBeside(Beside beside, String consequence) throws SQLException {
        if (tables.shape(connection, beside.name()).isPresent()) {
            return true;
        }
        try {
            execute(beside.name(), beside.statement());
            LOG.info("Created table {} beside {}", beside.name(), where);
            return true;
        } catch (SQLException e) {
            if (!isDeniedWrite(e)) {
                throw e;
            }
            LOG.warn(
                    "The user may not create table {} beside {}: {}. {} Let a user who may create tables run:"
                            + " {}; then start"
                            + " again",
                    beside.name(),
                    where,
                    new Failures(dialect.errors()).reason(e),
                    consequence,
                    beside.statement() + "; " + tables.grant(connection, beside.name()));
            return false;
        }
    }

    /** A table that is created beside the table of offsets. */
    record Beside(String name, String statement) {}

    /** The table of receipts. */
    Beside losses() throws SQLException {
        return beside(
                LossTable.NAME,
                "groupid " + types().text() + ", topic " + types().topic() + ", partitions INT NOT NULL, clusterid "
                        + types().text() + ", topicid " + tables.ascii(TOPIC_ID)
                        + ", fromoffset BIGINT NOT NULL, untiloffset BIGINT NOT NULL, reason " + tables.ascii(32)
                        + ", policy " + tables.ascii(32) + ", decidedat " + types().time()
                        + ", PRIMARY KEY (groupid, topic, partitions, clusterid, topicid, fromoffset, reason)");
    }

    /** The table of another table's history. */
    Beside history(SqlTable table) throws SQLException {
        return beside(
                historyName(table),
                "number " + types().number() + ", groupid " + types().text() + ", kind " + tables.ascii(16)
                        + ", storedat " + types().time() + ", writer " + types().text() + ", changes "
                        + types().longText() + ", PRIMARY KEY (groupid, number)" + types().keyedNumber());
    }

    /** The table of identities, for a table in the layout of older jobs, which has no columns for them. */
    Beside identities(SqlTable table) throws SQLException {
        return beside(identityName(table), seedColumns() + ownColumns() + OFFSETS_KEY);
    }

    /** The table that records what governs each group. */
    Beside governors() throws SQLException {
        return beside(
                GovernorTable.NAME,
                "offsettable " + tables.ascii(TABLE_NAME) + ", groupid " + types().text() + ", governor "
                        + types().text() + ", recordedat " + types().time() + ", PRIMARY KEY (offsettable, groupid)");
    }

    /** The table that records migrations. */
    Beside migrations() throws SQLException {
        return beside(
                MigrationTables.NAME,
                "source " + tables.ascii(TABLE_NAME) + ", target " + tables.ascii(TABLE_NAME) + ", topic "
                        + types().topic() + ", groupid " + types().text()
                        + ", partitions INT NOT NULL, carried BIGINT NOT NULL, carriedat " + types().time()
                        + ", PRIMARY KEY (source, target, topic, groupid, partitions)");
    }

    private Beside beside(String name, String columns) {
        return new Beside(name, tables.create(name, columns));
    }

    private String offsetTable(SqlTable table) throws SQLException {
        String own = table.layout() == Layout.OWN ? ownColumns() : "";
        return tables.create(table.name(), seedColumns() + own + OFFSETS_KEY);
    }

    private String seedColumns() throws SQLException {
        return "topic " + types().topic() + ", groupid " + types().text()
                + ", partitions INT NOT NULL, fromoffset BIGINT NOT NULL, untiloffset BIGINT NOT NULL";
    }

    private String ownColumns() throws SQLException {
        return ", clusterid " + types().text() + ", topicid " + tables.ascii(TOPIC_ID) + ", storedat " + types().time()
                + ", writer " + types().text();
    }

    private TableDialect.Types types() throws SQLException {
        TableDialect.Types known = types;
        if (known == null) {
            known = tables.types(connection);
            types = known;
        }
        return known;
    }

    /** The table of a table's history. */
    String historyName(SqlTable table) {
        return table.beside("_history", dialect.longestName());
    }

    /** The table of a table's identities. */
    String identityName(SqlTable table) {
        return table.beside("_identity", dialect.longestName());
    }

    /**
     * Creates a table that the caller requires.
     *
     * @throws SQLException if the user may not
     */
    void require(Beside beside) throws SQLException {
        if (tables.shape(connection, beside.name()).isEmpty()) {
            execute(beside.name(), beside.statement());
            LOG.info("Created table {} beside {}", beside.name(), where);
        }
    }

    /**
     * Checks that a table can be migrated from.
     *
     * @throws OffsetStoreException if there is no such table, or it has other columns
     */
    void requireMigratable(SqlTable table) throws SQLException {
        requirePlace();
        Optional<TableShape> found = tables.shape(connection, table.name());
        List<String> missing = new ArrayList<>(TableCheck.SEED_COLUMNS);
        found.ifPresent(shape -> missing.removeAll(shape.columns().keySet()));
        if (!missing.isEmpty()) {
            throw new OffsetStoreException("Cannot carry offsets over from table " + table + " to " + where + ": "
                    + (found.isEmpty()
                            ? "there is no such table in this database"
                            : "it has no column " + String.join(", ", missing)));
        }
    }

    private void requirePlace() throws SQLException {
        Optional<String> problem = tables.noPlace(connection);
        if (problem.isPresent()) {
            throw new OffsetStoreException("Cannot keep offsets in " + where + ": " + problem.get());
        }
    }

    /**
     * Creates a table in a transaction of its own: some databases undo it otherwise, and refuse all later statements of
     * a transaction in which one has failed.
     */
    private void execute(String table, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            // another process may have created it at the same moment
            if (isDeniedWrite(e) || tables.shape(connection, table).isEmpty()) {
                throw e;
            }
        }
    }
}
