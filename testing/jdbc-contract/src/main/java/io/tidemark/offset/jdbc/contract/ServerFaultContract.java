package io.tidemark.offset.jdbc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.servers.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server is killed, stopped and frozen under a running store. */
public abstract class ServerFaultContract {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final int PARTITIONS = 50;

    private final SqlTestDatabase database = openDatabase();
    private final TestServer server = database.server();
    private final JdbcOffsetStore store = database.store(SqlTable.seed());

    /** A new, empty database of a server that no other test uses, whose pool waits at most 3 s for an answer. */
    protected abstract SqlTestDatabase openDatabase();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aServerKilledAmongCommitsHasEveryCommitOrNoneOfItAndTheStoreTellsTheTruth() {
        initialize();
        AtomicLong acknowledged = new AtomicLong();
        for (int round = 0; round < 3; round++) {
            long goal = acknowledged.get() + 20;
            CompletableFuture<OffsetStoreException> ending =
                    CompletableFuture.supplyAsync(() -> commitUntilFailure(acknowledged));
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() >= goal);
            server.kill();
            OffsetStoreException failure = ending.join();
            server.restart();

            long found = foundEverywhere();
            long tried = acknowledged.get();
            if (failure instanceof CommitOutcomeUnknownException) {
                assertThat(found).isBetween(tried, tried + 1);
            } else {
                assertThat(found).isEqualTo(tried);
            }
            acknowledged.set(found);
        }

        store.commit(commit(acknowledged.get()));
        assertThat(foundEverywhere()).isEqualTo(acknowledged.get() + 1);
    }

    @Test
    void whatWasAcceptedIsThereAfterAKill() {
        initialize();
        store.commit(commit(0));
        server.kill();
        server.restart();

        assertThat(foundEverywhere()).isEqualTo(1);
        store.commit(commit(1));
        assertThat(foundEverywhere()).isEqualTo(2);
    }

    @Test
    void aServerThatIsDownIsNamedWithoutSecretsAndTheStoreGoesOnWhenItIsBack() {
        initialize();
        server.stop();
        assertThatThrownBy(() -> store.commit(commit(0)))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("Cannot commit offsets of group recharge in table offset_tb of "
                        + database.product() + " at "
                        + database.url())
                .hasMessageContaining("nothing was stored. Check that the server runs and can be reached")
                .hasMessageNotContaining(database.password());
        server.restart();

        store.commit(commit(0));

        assertThat(foundEverywhere()).isEqualTo(1);
    }

    @Test
    void aFrozenServerEndsACallAfterTheDriversTimeLimitAndNoWriteIsLostOrDoubled() {
        initialize();
        store.commit(commit(0));
        server.freeze();
        try {
            assertThatThrownBy(() -> store.commit(commit(1))).isInstanceOf(OffsetStoreException.class);
        } finally {
            server.thaw();
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            long found = foundEverywhere();
            store.commit(commit(found));
            assertThat(foundEverywhere()).isEqualTo(found + 1);
        });
        assertThat(foundEverywhere()).isBetween(2L, 3L);
    }

    private OffsetStoreException commitUntilFailure(AtomicLong acknowledged) {
        while (true) {
            try {
                store.commit(commit(acknowledged.get()));
            } catch (OffsetStoreException failure) {
                return failure;
            }
            acknowledged.incrementAndGet();
        }
    }

    private void initialize() {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        for (int number = 0; number < PARTITIONS; number++) {
            first.put(new TopicPartition("orders", number), StoredOffset.of(0));
        }
        store.initialize(GROUP, first);
    }

    private static OffsetCommit commit(long from) {
        List<PartitionRange> ranges = new ArrayList<>();
        for (int number = 0; number < PARTITIONS; number++) {
            ranges.add(new PartitionRange(new TopicPartition("orders", number), from, from + 1));
        }
        return new OffsetCommit(GROUP, ranges);
    }

    private long foundEverywhere() {
        Map<TopicPartition, StoredOffset> stored = store.load(GROUP, Set.of("orders"));
        assertThat(stored).hasSize(PARTITIONS);
        Set<StoredOffset> distinct = Set.copyOf(stored.values());
        assertThat(distinct).as("the offset of all partitions").hasSize(1);
        return distinct.iterator().next().offset();
    }
}
