package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.SqlTable;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shapes of old tables: each message is followed, word for word, and the store then works. */
class OldTablesIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Pattern STATEMENT = Pattern.compile("ALTER TABLE `offset_tb` .*?(?=; and |, or keep |$)");

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void commitsUseUpNoNumbersOfAnAutoIncrementColumn() {
        database.execute(
                "CREATE TABLE offset_tb (id INT AUTO_INCREMENT PRIMARY KEY, topic varchar(32), groupid varchar(50),"
                        + " partitions int, fromoffset bigint, untiloffset bigint, UNIQUE KEY (topic, groupid, partitions))");
        MySqlOffsetStore store = store();
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        database.execute("INSERT INTO offset_tb VALUES (NULL, 'other', 'recharge', 0, 0, 0)");
        for (int offset = 0; offset < 10; offset++) {
            commit(store, offset);
        }
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));

        database.execute("INSERT INTO offset_tb VALUES (NULL, 'other', 'recharge', 1, 0, 0)");

        assertThat(database.query("SELECT id, topic, untiloffset FROM offset_tb ORDER BY id"))
                .containsExactly("1 orders 10", "2 other 0", "3 other 0");
    }

    @Test
    void aColumnWithoutADefaultIsFoundAtStart() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, job varchar(20) NOT NULL COMMENT 'it''s the job', host int NOT NULL,"
                        + " PRIMARY KEY (topic, groupid, partitions))");

        String message = refused();

        assertThat(message)
                .startsWith("Cannot keep offsets in table offset_tb of MySQL at " + database.url()
                        + ": column job, host is NOT NULL without a default value, so the row of a new partition could not"
                        + " be stored; change it with ALTER TABLE `offset_tb` MODIFY `job` varchar(20) CHARACTER SET")
                .contains("NULL COMMENT 'it''s the job', MODIFY `host` int");
        follow(message);
        assertWorks();
    }

    @Test
    void aKeyWithoutNumbersOfItsOwnGetsThem() {
        database.execute("CREATE TABLE offset_tb (id INT NOT NULL PRIMARY KEY, topic varchar(32), groupid varchar(50),"
                + " partitions int, fromoffset bigint, untiloffset bigint, UNIQUE KEY (topic, groupid, partitions))");

        follow(refused());

        assertWorks();
    }

    @Test
    void aViewIsNamedAsOneAndTheTableBehindItServes() {
        database.execute(
                "CREATE TABLE offsets_of_jobs (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, PRIMARY KEY (topic, groupid, partitions))",
                "CREATE VIEW offset_tb AS SELECT * FROM offsets_of_jobs");

        assertThat(refused())
                .startsWith("Cannot keep offsets in table offset_tb of MySQL at " + database.url()
                        + ": it is a view, and offsets can only be kept in a table. Name the table that the view reads"
                        + " (table=<name> in the store's URL, or a SqlTable of that name); the view is: select ")
                .contains("offsets_of_jobs")
                .doesNotContain("ALTER", "InnoDB");
        MySqlOffsetStore store = new MySqlOffsetStore(database.pool(), SqlTable.seed("offsets_of_jobs"));
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        commit(store, 0);
    }

    @Test
    void aTableThatCannotRollBackIsConverted() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, UNIQUE KEY (topic, groupid, partitions)) ENGINE=MyISAM");

        follow(refused());

        assertWorks();
    }

    @Test
    void aTableWithoutItsKeyGetsOneAlsoOnTextsAndBesideAPrimaryKey() {
        database.execute("CREATE TABLE offset_tb (id INT AUTO_INCREMENT PRIMARY KEY, topic TEXT, groupid TEXT,"
                + " partitions int, fromoffset bigint, untiloffset bigint)");

        follow(refused());

        assertWorks();
    }

    @Test
    void columnsThatHoldNoNumbersAreConverted() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions varchar(9),"
                        + " fromoffset varchar(20), untiloffset varchar(20), PRIMARY KEY (topic, groupid, partitions))",
                "INSERT INTO offset_tb VALUES ('orders', 'recharge', '1', '5', '6')");
        String message = refused();
        assertThat(message)
                .contains(
                        "partitions is varchar(9), fromoffset is varchar(20), untiloffset is varchar(20), and not a whole"
                                + " number; convert it with ALTER TABLE");

        follow(message);

        assertWorks();
        assertThat(store().load(GROUP)).containsKey(new TopicPartition("orders", 1));
    }

    @Test
    void namesThatAreTooLongAreFollowedByAStatementThatMakesThemFit() {
        for (String rowFormat : List.of("DYNAMIC", "COMPACT")) {
            database.execute(
                    "DROP TABLE IF EXISTS offset_tb",
                    "CREATE TABLE offset_tb (topic varchar(32) NOT NULL DEFAULT '' COMMENT 'Kafka', groupid varchar(32),"
                            + " partitions int, fromoffset bigint, untiloffset bigint,"
                            + " PRIMARY KEY (topic, groupid, partitions)) CHARACTER SET utf8mb4 ROW_FORMAT="
                            + rowFormat);
            TopicPartition longTopic = new TopicPartition("t".repeat(249), 0);
            GroupId longGroup = new GroupId("g".repeat(200));
            MySqlOffsetStore store = store();

            String topic = message(() -> store.initialize(GROUP, Map.of(longTopic, StoredOffset.of(0))));
            assertThat(topic)
                    .contains("MODIFY `topic` VARCHAR(249) CHARACTER SET utf8mb4")
                    .doesNotContain("...");
            follow(topic);
            follow(message(() -> store.initialize(longGroup, Map.of(longTopic, StoredOffset.of(0)))));

            store.initialize(longGroup, Map.of(longTopic, StoredOffset.of(0)));
            assertThat(store.load(longGroup)).containsOnlyKeys(longTopic);
        }
    }

    @Test
    void lettersThatAColumnDoesNotHaveAreFollowedByAStatementThatConvertsIt() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, PRIMARY KEY (topic, groupid, partitions)) CHARACTER SET latin1");
        GroupId group = new GroupId("充值监控");
        MySqlOffsetStore store = store();

        follow(message(() -> store.initialize(group, Map.of(PARTITION, StoredOffset.of(0)))));

        store.initialize(group, Map.of(PARTITION, StoredOffset.of(0)));
        assertThat(store.load(group)).containsOnlyKeys(PARTITION);
    }

    @Test
    void namesThatTheTableTakesForOneAreFollowedByAStatementThatTellsThemApart() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, PRIMARY KEY (topic, groupid, partitions)) CHARACTER SET utf8mb4"
                        + " COLLATE utf8mb4_general_ci");
        Map<TopicPartition, StoredOffset> both =
                Map.of(PARTITION, StoredOffset.of(1), new TopicPartition("Orders", 0), StoredOffset.of(2));

        follow(message(() -> store().initialize(GROUP, both)));

        store().initialize(GROUP, both);
        assertThat(store().load(GROUP)).hasSize(2);
    }

    @Test
    void numbersThatAreTooLargeAreRefusedAlsoByAServerThatWouldCutThem() {
        database.execute("CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions tinyint,"
                + " fromoffset bigint, untiloffset int unsigned, PRIMARY KEY (topic, groupid, partitions))");
        try (var lax = database.pool(database.url() + "?sessionVariables=sql_mode=''&jdbcCompliantTruncation=false")) {
            MySqlOffsetStore store = new MySqlOffsetStore(lax);
            store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(4_294_967_290L)));
            TopicPartition far = new TopicPartition("orders", 200);

            String partition = message(() -> store.initialize(GROUP, Map.of(far, StoredOffset.of(0))));
            assertThat(partition).contains("the number 200 is too large for column partitions, which is tinyint");
            follow(partition);
            store.initialize(GROUP, Map.of(far, StoredOffset.of(0)));
            OffsetCommit large =
                    new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 4_294_967_290L, 4_294_967_296L)));
            String offset = message(() -> store.commit(large));
            assertThat(offset).contains("the number 4294967296 is too large for column untiloffset, which is int");
            follow(offset);
            store.commit(large);

            assertThat(store.load(GROUP)).hasSize(2);
        }
    }

    @Test
    void generatedColumnsAndFurtherUniqueKeysDoNotDisturb() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, size bigint AS (untiloffset - fromoffset) STORED,"
                        + " changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,"
                        + " PRIMARY KEY (topic, groupid, partitions), UNIQUE KEY (partitions, groupid, topic, untiloffset))");

        assertWorks();

        assertThat(database.query("SELECT size FROM offset_tb")).containsExactly("1");
    }

    private String refused() {
        return message(this::store);
    }

    private static String message(Runnable call) {
        return String.valueOf(Assertions.catchThrowableOfType(OffsetStoreException.class, call::run)
                .getMessage());
    }

    private void follow(String message) {
        Matcher statements = STATEMENT.matcher(message);
        assertThat(statements.find()).as(message).isTrue();
        do {
            database.execute(statements.group());
        } while (statements.find());
    }

    private void assertWorks() {
        MySqlOffsetStore store = store();
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        commit(store, 0);
        assertThat(store.load(GROUP)).containsKey(PARTITION);
    }

    private MySqlOffsetStore store() {
        return new MySqlOffsetStore(database.pool());
    }

    private static void commit(MySqlOffsetStore store, long from) {
        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, from + 1))));
    }
}
