package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.mysql.MySqlTable.Layout;
import io.tidemark.offset.mysql.TableShape.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables: created where they are missing, used as they are where they exist, refused where offsets would not be safe
 * in them.
 */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private static final Set<String> KEY = new TreeSet<>(Set.of("topic", "groupid", "partitions"));
    private static final List<String> SEED_COLUMNS =
            List.of("topic", "groupid", "partitions", "fromoffset", "untiloffset");
    private static final List<String> OWN_COLUMNS = List.of("clusterid", "topicid", "storedat", "writer");

    private static final String ASCII_BIN = "CHARACTER SET ascii COLLATE ascii_bin NOT NULL";

    /** Kafka's names of topics: up to 249 characters, all of them ASCII. */
    private static final String TOPIC = "VARCHAR(249) " + ASCII_BIN;

    private final Connection connection;

    Schema(Connection connection) {
        this.connection = connection;
    }

    /** How the table of offsets has to be addressed. */
    record Prepared(NameColumns names, String key, long maxAllowedPacket) {}

    /** Creates what is missing and looks at what is there. */
    Prepared prepare(MySqlTable table) throws SQLException {
        requireDatabase();
        Optional<TableShape> found = TableShape.read(connection, table.name());
        if (found.isEmpty()) {
            create(table);
            found = TableShape.read(connection, table.name());
        }
        TableShape shape = found.orElseThrow(() ->
                new OffsetStoreException("Cannot keep offsets in table " + table + ": it was created and is gone"));
        String key = check(table, shape);
        return new Prepared(names(table, shape), key, maxAllowedPacket());
    }

    private void create(MySqlTable table) throws SQLException {
        String sql = offsetTable(table);
        try {
            execute(sql);
        } catch (SQLException e) {
            if (Failures.isDenied(e)) {
                throw new SQLException(
                        e.getMessage() + "; let somebody who may create tables run: " + sql,
                        e.getSQLState(),
                        e.getErrorCode(),
                        e);
            }
            throw e;
        }
        LOG.info("Created table {} for offsets", table.name());
    }

    /** The name columns as they are now. */
    NameColumns names(MySqlTable table) throws SQLException {
        TableShape shape = TableShape.read(connection, table.name())
                .orElseThrow(() -> new OffsetStoreException("Cannot keep offsets in table " + table + ": it is gone"));
        return names(table, shape);
    }

    /** Creates the table of receipts where it is missing. */
    void prepareLossTable() throws SQLException {
        if (TableShape.read(connection, LossTable.NAME).isEmpty()) {
            execute(lossTable());
            LOG.info("Created table {} for receipts of losses", LossTable.NAME);
        }
    }

    /** The statement that creates the table of receipts, for a person to run. */
    String lossTable() throws SQLException {
        return "CREATE TABLE IF NOT EXISTS `" + LossTable.NAME + "` (`groupid` " + text() + ", `topic` " + TOPIC
                + ", `partitions` INT NOT NULL, `clusterid` " + text() + ", `topicid` VARCHAR(22) " + ASCII_BIN
                + ", `fromoffset` BIGINT NOT NULL, `untiloffset` BIGINT NOT NULL, `reason` VARCHAR(32) " + ASCII_BIN
                + ", `policy` VARCHAR(32) " + ASCII_BIN + ", `decidedat` DATETIME(6) NOT NULL,"
                + " PRIMARY KEY (`groupid`, `topic`, `partitions`, `clusterid`, `topicid`, `fromoffset`)) ENGINE=InnoDB";
    }

    /** Creates the table that records what governs where it is missing. */
    void prepareGovernorTable() throws SQLException {
        if (TableShape.read(connection, GovernorTable.NAME).isEmpty()) {
            execute(governorTable());
            LOG.info("Created table {} for what governs each group", GovernorTable.NAME);
        }
    }

    /** The statement that creates the table that records what governs, for a person to run. */
    String governorTable() throws SQLException {
        return "CREATE TABLE IF NOT EXISTS `" + GovernorTable.NAME + "` (`offsettable` VARCHAR(64) " + ASCII_BIN
                + ", `groupid` " + text() + ", `governor` " + text() + ", `recordedat` DATETIME(6) NOT NULL,"
                + " PRIMARY KEY (`offsettable`, `groupid`)) ENGINE=InnoDB";
    }

    /** Creates the table of a table's history where it is missing. */
    void prepareHistoryTable(MySqlTable table) throws SQLException {
        if (TableShape.read(connection, table.historyName()).isEmpty()) {
            execute(historyTable(table));
            LOG.info("Created table {} for the history of {}", table.historyName(), table);
        }
    }

    /** The statement that creates the table of a table's history, for a person to run. */
    String historyTable(MySqlTable table) throws SQLException {
        return "CREATE TABLE IF NOT EXISTS `" + table.historyName() + "` (`number` BIGINT NOT NULL AUTO_INCREMENT,"
                + " `groupid` " + text() + ", `kind` VARCHAR(16) " + ASCII_BIN + ", `storedat` DATETIME(6) NOT NULL,"
                + " `writer` " + text() + ", `changes` LONGTEXT " + ASCII_BIN
                + ", PRIMARY KEY (`groupid`, `number`), KEY (`number`)) ENGINE=InnoDB";
    }

    /**
     * Checks that a table can be migrated from.
     *
     * @throws OffsetStoreException if there is no such table, or it has other columns
     */
    void requireMigratable(MySqlTable table) throws SQLException {
        requireDatabase();
        Optional<TableShape> found = TableShape.read(connection, table.name());
        List<String> missing = new ArrayList<>(SEED_COLUMNS);
        found.ifPresent(shape -> missing.removeAll(shape.columns().keySet()));
        if (!missing.isEmpty()) {
            throw new OffsetStoreException("Cannot carry offsets over from table " + table + ": "
                    + (found.isEmpty()
                            ? "there is no such table in this database"
                            : "it has no column " + String.join(", ", missing)));
        }
    }

    /** Creates the table that remembers migrations where it is missing. */
    void prepareMigrationTable() throws SQLException {
        if (TableShape.read(connection, MigrationTables.NAME).isEmpty()) {
            execute("CREATE TABLE IF NOT EXISTS `" + MigrationTables.NAME + "` (`source` VARCHAR(64) " + ASCII_BIN
                    + ", `target` VARCHAR(64) " + ASCII_BIN + ", `topic` " + TOPIC + ", `groupid` " + text()
                    + ", `partitions` INT NOT NULL, `carried` BIGINT NOT NULL, `carriedat` DATETIME(6) NOT NULL,"
                    + " PRIMARY KEY (`source`, `target`, `topic`, `groupid`, `partitions`)) ENGINE=InnoDB");
            LOG.info("Created table {} to remember what was carried over", MigrationTables.NAME);
        }
    }

    private String offsetTable(MySqlTable table) throws SQLException {
        String own = table.layout() == Layout.OWN
                ? ", `clusterid` " + text() + ", `topicid` VARCHAR(22) " + ASCII_BIN
                        + ", `storedat` DATETIME(6) NOT NULL, `writer` " + text()
                : "";
        return "CREATE TABLE IF NOT EXISTS `" + table.name() + "` (`topic` " + TOPIC + ", `groupid` " + text()
                + ", `partitions` INT NOT NULL, `fromoffset` BIGINT NOT NULL, `untiloffset` BIGINT NOT NULL" + own
                + ", PRIMARY KEY (`topic`, `groupid`, `partitions`)) ENGINE=InnoDB";
    }

    /**
     * A group or a cluster's id of up to 255 characters: 1,020 bytes of the 3,072 that a key may have. Compared by code
     * point, trailing spaces included where the server has such a collation.
     */
    private String text() throws SQLException {
        return "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE " + byCodePoint() + " NOT NULL";
    }

    private String byCodePoint() throws SQLException {
        // MySQL calls it one thing, MariaDB another; utf8mb4_bin is in both, and ignores trailing spaces
        String sql = "SELECT collation_name FROM information_schema.collations"
                + " WHERE collation_name IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin') ORDER BY collation_name DESC";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "utf8mb4_bin";
        }
    }

    private static String check(MySqlTable table, TableShape shape) {
        List<String> problems = new ArrayList<>();
        List<String> missing = new ArrayList<>(SEED_COLUMNS);
        if (table.layout() == Layout.OWN) {
            missing.addAll(OWN_COLUMNS);
        }
        missing.removeAll(shape.columns().keySet());
        if (!missing.isEmpty()) {
            problems.add("it has no column " + String.join(", ", missing) + " (its columns: "
                    + String.join(", ", shape.columns().keySet()) + ")");
        }
        if (!shape.engine().equalsIgnoreCase("InnoDB")) {
            problems.add("its engine is " + shape.engine() + ", which cannot roll back; convert it with ALTER TABLE "
                    + table + " ENGINE=InnoDB");
        }
        Optional<String> key = shape.uniqueKeyOn(KEY);
        if (key.isEmpty()) {
            problems.add("it has no unique key on exactly (topic, groupid, partitions), so one partition could have two"
                    + " offsets; add it with ALTER TABLE " + table + " ADD PRIMARY KEY (topic, groupid, partitions)");
        }
        if (!problems.isEmpty()) {
            throw new OffsetStoreException(
                    "Cannot keep offsets in table " + table + ": " + String.join("; and ", problems));
        }
        return key.orElseThrow();
    }

    private static NameColumns names(MySqlTable table, TableShape shape) {
        Column topic = shape.columns().get("topic");
        Column group = shape.columns().get("groupid");
        if (topic == null || group == null) {
            throw new OffsetStoreException(
                    "Cannot keep offsets in table " + table + ": it has no columns topic and groupid any more");
        }
        return new NameColumns(table.name(), topic, group);
    }

    private void requireDatabase() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DATABASE()")) {
            rows.next();
            if (rows.getString(1) == null) {
                throw new OffsetStoreException(
                        "Cannot keep offsets in MySQL: the connection has no database; name one in the JDBC URL");
            }
        }
    }

    private long maxAllowedPacket() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT @@max_allowed_packet")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
