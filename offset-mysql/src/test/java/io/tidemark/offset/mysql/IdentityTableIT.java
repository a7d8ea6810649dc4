package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.RecreatedTopic;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.servers.logging.Warnings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Identities beside the table of older jobs, also where an old job or an operator writes only that table. */
class IdentityTableIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster", Uuid.randomUuid());
    private static final TopicIdentity RECREATED = new TopicIdentity("cluster", Uuid.randomUuid());
    private static final String SEED = "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int,"
            + " fromoffset bigint, untiloffset bigint, PRIMARY KEY (topic, groupid, partitions))"
            + " CHARACTER SET latin1 COLLATE latin1_swedish_ci";

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aRecreatedTopicIsRecognisedAlthoughItsLogHasGrownPastTheStoredOffset() {
        database.execute(SEED);
        MySqlOffsetStore store = store();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY)));
        commit(store, 0, 100);

        OffsetVerification verdict = OffsetVerification.verify(
                Optional.of(entry(FIRST)), Optional.of(new PartitionLog(RECREATED, new LogBounds(0, 300))));

        assertThat(verdict).isInstanceOf(RecreatedTopic.class);
        assertThat(database.query("SELECT * FROM offset_tb")).containsExactly("orders recharge 0 0 100");
    }

    @Test
    void aRowThatAnOldJobHasWrittenSinceHasNoIdentity() {
        MySqlOffsetStore store = storeWithTwoPartitions();
        commit(store, 0, 100);

        database.execute("REPLACE INTO offset_tb VALUES ('orders', 'recharge', 0, 100, 150)");

        assertThat(entry(FIRST)).isEqualTo(StoredOffset.of(150));
        assertThat(entry(SECOND).identity()).contains(IDENTITY);
        commit(store, 150, 160);
        assertThat(entry(FIRST).identity()).isEmpty();
        assertThat(entry(FIRST).writer()).isPresent();
    }

    @Test
    void aRowThatAnOperatorHasChangedHasNoIdentity() {
        storeWithTwoPartitions();

        database.execute("UPDATE offset_tb SET untiloffset = 7 WHERE partitions = 0");

        assertThat(entry(FIRST)).isEqualTo(StoredOffset.of(7));
    }

    @Test
    void aRowThatWasDeletedAndStoredAgainHasTheNewIdentity() {
        MySqlOffsetStore store = storeWithTwoPartitions();
        database.execute("DELETE FROM offset_tb");
        assertThat(store.load(GROUP)).isEmpty();

        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(3, RECREATED)));

        assertThat(entry(FIRST).offset()).isEqualTo(3);
        assertThat(entry(FIRST).identity()).contains(RECREATED);
    }

    @Test
    void aRowThatAnotherDriverStoresFirstKeepsItsIdentity() {
        MySqlOffsetStore store = storeWithTwoPartitions();

        Map<TopicPartition, StoredOffset> governing = store.initialize(
                GROUP,
                Map.of(
                        FIRST,
                        StoredOffset.of(9, RECREATED),
                        new TopicPartition("orders", 2),
                        StoredOffset.of(9, RECREATED)));

        assertThat(entry(governing, FIRST).identity()).contains(IDENTITY);
        assertThat(entry(governing, new TopicPartition("orders", 2)).identity()).contains(RECREATED);
    }

    @Test
    void aUserWhoMayNotCreateTheTableIsWarnedOnceOfWhatCannotBeNoticedAndHelpedByTheStatement() {
        database.execute(
                SEED,
                "CREATE USER IF NOT EXISTS beside IDENTIFIED BY 'beside'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON " + database.name() + ".offset_tb TO beside");
        try (HikariDataSource pool = database.pool(database.url());
                Warnings warnings = new Warnings("io.tidemark.offset.jdbc.Schema")) {
            pool.setUsername("beside");
            pool.setPassword("beside");
            MySqlOffsetStore store = new MySqlOffsetStore(pool);
            store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY)));
            assertThat(store.load(GROUP)).containsOnly(Map.entry(FIRST, StoredOffset.of(0)));

            String warning = warnings.messages().stream()
                    .filter(message -> message.contains("offset_tb_identity"))
                    .reduce((one, other) -> one + " AND AGAIN " + other)
                    .orElseThrow();
            assertThat(warning)
                    .startsWith("The user may not create table offset_tb_identity beside table offset_tb of MySQL at "
                            + database.url() + ": CREATE command denied")
                    .contains(
                            "Without it the store does not notice that a topic was deleted and created again once the new"
                                    + " log has grown past the stored offset: the records before that offset are then skipped"
                                    + " without a receipt")
                    .doesNotContain("AND AGAIN");
            for (String statement : warning.replaceFirst("(?s).*tables run: ", "")
                    .replaceFirst("; then start.*", "")
                    .split("; ", -1)) {
                database.execute(statement);
            }

            MySqlOffsetStore helped = new MySqlOffsetStore(pool);
            helped.reposition(new OffsetReposition(
                    GROUP, Map.of(FIRST, Move.to(StoredOffset.of(0), StoredOffset.of(0, IDENTITY))), List.of()));
            assertThat(entry(FIRST).identity()).contains(IDENTITY);
        } finally {
            database.execute("DROP USER beside");
        }
    }

    @Test
    void aMigrationCarriesTheIdentitiesOver() {
        commit(storeWithTwoPartitions(), 0, 5);
        database.execute("UPDATE offset_tb SET untiloffset = 9 WHERE partitions = 1");

        MySqlMigration.migrate(database.pool(), SqlTable.seed(), SqlTable.own());

        Map<TopicPartition, StoredOffset> carried = new MySqlOffsetStore(database.pool(), SqlTable.own()).load(GROUP);
        assertThat(entry(carried, FIRST).identity()).contains(IDENTITY);
        assertThat(entry(carried, SECOND).identity()).isEmpty();
    }

    private MySqlOffsetStore storeWithTwoPartitions() {
        database.execute(SEED);
        MySqlOffsetStore store = store();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY), SECOND, StoredOffset.of(0, IDENTITY)));
        return store;
    }

    private MySqlOffsetStore store() {
        return new MySqlOffsetStore(database.pool());
    }

    private StoredOffset entry(TopicPartition partition) {
        return entry(store().load(GROUP), partition);
    }

    private static StoredOffset entry(Map<TopicPartition, StoredOffset> entries, TopicPartition partition) {
        return Optional.ofNullable(entries.get(partition)).orElseThrow();
    }

    private static void commit(MySqlOffsetStore store, long from, long until) {
        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, from, until))));
    }
}
