package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.mysql.MySqlTable.Layout;
import io.tidemark.offset.mysql.internal.connection.Failures;
import io.tidemark.offset.mysql.internal.connection.ServerFacts;
import io.tidemark.offset.mysql.internal.table.NameColumns;
import io.tidemark.offset.mysql.internal.table.TableShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates missing tables, and uses existing ones unchanged. */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private static final String ASCII_BIN = "CHARACTER SET ascii COLLATE ascii_bin NOT NULL";

    /** Kafka's topic names have up to 249 characters, all of them ASCII. */
    private static final String TOPIC = "VARCHAR(" + NameColumns.LONGEST_TOPIC + ") " + ASCII_BIN;

    private final Connection connection;
    private final String where;

    /** @param where the table of offsets and its server, for messages */
    Schema(Connection connection, String where) {
        this.connection = connection;
        this.where = where;
    }

    /** Creates the table of offsets if it is missing, and checks it if it exists. */
    Prepared prepare(MySqlTable table) throws SQLException {
        requireDatabase();
        if (TableShape.read(connection, table.name()).isEmpty()) {
            create(table);
        }
        return check(table, ServerFacts.read(connection));
    }

    private Prepared check(MySqlTable table, ServerFacts server) throws SQLException {
        NameColumns names = names(table);
        return new Prepared(names, new TableCheck(table, names).key(server, definition(table)), server);
    }

    /**
     * Creates the table of identities beside a table in the layout of older jobs if it is missing, and checks it.
     *
     * @return empty if it is missing and the user may not create it
     */
    Optional<Prepared> prepareIdentities(MySqlTable table, ServerFacts server) throws SQLException {
        boolean isThere = prepareBeside(
                identities(table),
                "Without it the store does not notice that a topic was deleted and created again once the new log has grown"
                        + " past the stored offset: the records before that offset are then skipped without a receipt."
                        + " Conflicts do not name the other writer.");
        return isThere
                ? Optional.of(check(new MySqlTable(Layout.OWN, table.identityName()), server))
                : Optional.empty();
    }

    /**
     * A checked table of offsets.
     *
     * @param names its columns
     * @param key the name of its unique key on topic, group and partition
     * @param server its server
     */
    record Prepared(NameColumns names, String key, ServerFacts server) {}

    private void create(MySqlTable table) throws SQLException {
        String sql = offsetTable(table);
        try {
            execute(sql);
        } catch (SQLException e) {
            if (Failures.isDeniedWrite(e)) {
                throw new SQLException(
                        e.getMessage() + "; let a user who may create tables run: " + sql,
                        e.getSQLState(),
                        e.getErrorCode(),
                        e);
            }
            throw e;
        }
        LOG.info("Created {}", where);
    }

    /** The columns as they are now. */
    NameColumns names(MySqlTable table) throws SQLException {
        TableShape shape = TableShape.read(connection, table.name())
                .orElseThrow(() -> new OffsetStoreException("Cannot keep offsets in " + where
                        + ": the table no longer exists. Start the store again, which creates an empty one"));
        return new NameColumns(table.name(), where.replaceFirst("^table \\S+", "table " + table.name()), shape);
    }

    /** The definition of a view; empty if the table is not a view, or if the user may not see it. */
    private Optional<String> definition(MySqlTable table) throws SQLException {
        String sql = "SELECT view_definition FROM information_schema.views"
                + " WHERE table_schema = DATABASE() AND table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.ofNullable(rows.getString(1)).filter(text -> !text.isBlank())
                        : Optional.empty();
            }
        }
    }

    /**
     * Creates a table beside the table of offsets if it is missing.
     *
     * @param beside the table
     * @param consequence what the store cannot do without it, as a sentence
     * @return whether the table exists; if not, a warning states the reason, the consequence and the statements to run
     */
    boolean prepareBeside(Beside beside, String consequence) throws SQLException {
        if (TableShape.read(connection, beside.name()).isPresent()) {
            return true;
        }
        try {
            execute(beside.statement());
            LOG.info("Created table {} beside {}", beside.name(), where);
            return true;
        } catch (SQLException e) {
            if (!Failures.isDeniedWrite(e)) {
                throw e;
            }
            LOG.warn(
                    "The user may not create table {} beside {}: {}. {} Let a user who may create tables run: {}; then start"
                            + " again",
                    beside.name(),
                    where,
                    Failures.reason(e),
                    consequence,
                    beside.statement() + "; GRANT SELECT, INSERT, UPDATE, DELETE ON `" + database() + "`.`"
                            + beside.name() + "` TO " + grantee());
            return false;
        }
    }

    /** A table that is created beside the table of offsets. */
    record Beside(String name, String statement) {}

    /** The table of receipts. */
    Beside losses() throws SQLException {
        return beside(
                LossTable.NAME,
                "`groupid` " + text() + ", `topic` " + TOPIC + ", `partitions` INT NOT NULL, `clusterid` " + text()
                        + ", `topicid` VARCHAR(22) " + ASCII_BIN
                        + ", `fromoffset` BIGINT NOT NULL, `untiloffset` BIGINT NOT NULL, `reason` VARCHAR(32) "
                        + ASCII_BIN + ", `policy` VARCHAR(32) " + ASCII_BIN + ", `decidedat` DATETIME(6) NOT NULL,"
                        + " PRIMARY KEY (`groupid`, `topic`, `partitions`, `clusterid`, `topicid`, `fromoffset`, `reason`)");
    }

    /** The table of another table's history. */
    Beside history(MySqlTable table) throws SQLException {
        return beside(
                table.historyName(),
                "`number` BIGINT NOT NULL AUTO_INCREMENT, `groupid` " + text() + ", `kind` VARCHAR(16) " + ASCII_BIN
                        + ", `storedat` DATETIME(6) NOT NULL, `writer` " + text() + ", `changes` LONGTEXT " + ASCII_BIN
                        + ", PRIMARY KEY (`groupid`, `number`), KEY (`number`)");
    }

    /** The table of identities, for a table in the layout of older jobs, which has no columns for them. */
    Beside identities(MySqlTable table) throws SQLException {
        return beside(
                table.identityName(),
                "`topic` " + TOPIC + ", `groupid` " + text()
                        + ", `partitions` INT NOT NULL, `fromoffset` BIGINT NOT NULL,"
                        + " `untiloffset` BIGINT NOT NULL" + ownColumns()
                        + ", PRIMARY KEY (`topic`, `groupid`, `partitions`)");
    }

    /** The table that records what governs each group. */
    Beside governors() throws SQLException {
        return beside(
                GovernorTable.NAME,
                "`offsettable` VARCHAR(64) " + ASCII_BIN + ", `groupid` " + text() + ", `governor` " + text()
                        + ", `recordedat` DATETIME(6) NOT NULL, PRIMARY KEY (`offsettable`, `groupid`)");
    }

    /** The table that records migrations. */
    Beside migrations() throws SQLException {
        return beside(
                MigrationTables.NAME,
                "`source` VARCHAR(64) " + ASCII_BIN + ", `target` VARCHAR(64) " + ASCII_BIN + ", `topic` " + TOPIC
                        + ", `groupid` " + text() + ", `partitions` INT NOT NULL, `carried` BIGINT NOT NULL,"
                        + " `carriedat` DATETIME(6) NOT NULL,"
                        + " PRIMARY KEY (`source`, `target`, `topic`, `groupid`, `partitions`)");
    }

    private static Beside beside(String name, String columns) {
        return new Beside(name, createTable(name, columns));
    }

    private static String createTable(String name, String columns) {
        return "CREATE TABLE IF NOT EXISTS `" + name + "` (" + columns + ") ENGINE=InnoDB ROW_FORMAT=DYNAMIC";
    }

    private String offsetTable(MySqlTable table) throws SQLException {
        String own = table.layout() == Layout.OWN ? ownColumns() : "";
        return createTable(
                table.name(),
                "`topic` " + TOPIC + ", `groupid` " + text()
                        + ", `partitions` INT NOT NULL, `fromoffset` BIGINT NOT NULL,"
                        + " `untiloffset` BIGINT NOT NULL" + own + ", PRIMARY KEY (`topic`, `groupid`, `partitions`)");
    }

    private String ownColumns() throws SQLException {
        return ", `clusterid` " + text() + ", `topicid` VARCHAR(22) " + ASCII_BIN
                + ", `storedat` DATETIME(6) NOT NULL, `writer` " + text();
    }

    /**
     * Creates a table that a migration requires.
     *
     * @throws SQLException if the user may not
     */
    void require(Beside beside) throws SQLException {
        if (TableShape.read(connection, beside.name()).isEmpty()) {
            execute(beside.statement());
            LOG.info("Created table {} beside {}", beside.name(), where);
        }
    }

    /**
     * Checks that a table can be migrated from.
     *
     * @throws OffsetStoreException if there is no such table, or it has other columns
     */
    void requireMigratable(MySqlTable table) throws SQLException {
        requireDatabase();
        Optional<TableShape> found = TableShape.read(connection, table.name());
        List<String> missing = new ArrayList<>(TableCheck.SEED_COLUMNS);
        found.ifPresent(shape -> missing.removeAll(shape.columns().keySet()));
        if (!missing.isEmpty()) {
            throw new OffsetStoreException("Cannot carry offsets over from table " + table + " to " + where + ": "
                    + (found.isEmpty()
                            ? "there is no such table in this database"
                            : "it has no column " + String.join(", ", missing)));
        }
    }

    /**
     * A group or a cluster's id of up to 255 characters: 1,020 bytes of the 3,072 that a key may have. Compared by code
     * point, trailing spaces included where the server has such a collation.
     */
    private String text() throws SQLException {
        return "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE " + byCodePoint() + " NOT NULL";
    }

    private String byCodePoint() throws SQLException {
        // MySQL and MariaDB name it differently; utf8mb4_bin exists in both, and ignores trailing spaces
        return value("SELECT COALESCE(MAX(collation_name), 'utf8mb4_bin') FROM information_schema.collations"
                        + " WHERE collation_name IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')")
                .orElse("utf8mb4_bin");
    }

    private void requireDatabase() throws SQLException {
        if (value("SELECT DATABASE()").isEmpty()) {
            throw new OffsetStoreException(
                    "Cannot keep offsets in " + where + ": the connection has no database; name one in the JDBC URL");
        }
    }

    private String database() throws SQLException {
        return value("SELECT DATABASE()").orElse("");
    }

    /** The account that the server has matched, in the form of a GRANT statement. */
    private String grantee() throws SQLException {
        String account = value("SELECT CURRENT_USER()").orElse("");
        int at = account.lastIndexOf('@');
        return at < 0 ? account : "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
    }

    private Optional<String> value(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
