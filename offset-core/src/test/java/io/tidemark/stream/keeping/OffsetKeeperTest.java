package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartOffsetResolver;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.ClusterLogs;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.stream.EmptySinkPolicy;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/**
 * Steps of a start that a crash comes between, where the random histories get to one in some hundred thousand times.
 */
class OffsetKeeperTest {

    private static final GroupId GROUP = new GroupId("kept");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final TopicIdentity OLD = new TopicIdentity("cluster", new Uuid(0, 1));
    private static final TopicIdentity NEW = new TopicIdentity("cluster", new Uuid(0, 2));

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    /** Entered at the stored offset but as the new topic's, six of the new records would be skipped without a word. */
    @Test
    void aCrashBetweenASinksFirstEntryAndTheMoveToARecreatedTopicLosesNeitherRecordsNorTheReceipt() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(6, OLD)));
        assertThatThrownBy(() -> resume(failingToMove())).hasMessage("the process dies here");
        assertThat(sink.load(GROUP, Set.of("orders"))).isNotEmpty();

        assertThat(resume(store)).isEqualTo(Map.of(PARTITION, StoredOffset.of(0, NEW)));
        assertThat(store.lossReceipts(GROUP)).singleElement().satisfies(receipt -> {
            assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.TOPIC_RECREATED);
            assertThat(receipt.identity()).contains(OLD);
        });
        assertThat(sink.lossReceipts(GROUP)).isEqualTo(store.lossReceipts(GROUP));
        assertThat(sink.load(GROUP, Set.of("orders")).get(PARTITION))
                .isNotNull()
                .returns(0L, StoredOffset::offset)
                .returns(Optional.of(NEW), StoredOffset::identity);
    }

    @Test
    void aStreamThatBeginsAgainRefusesAPartitionThatStoreAndSinkHaveForgotten() {
        assertThatThrownBy(() -> resume(store, Map.of(PARTITION, NEW)))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll("Cannot start the stream of group kept again", "orders-0 (1 partitions)");
        assertThat(store.load(GROUP, Set.of("orders"))).isEmpty();
    }

    @Test
    void aStreamThatBeginsAgainDoesNotMissAPartitionThatTheClusterHasNoLonger() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(6, NEW)));

        assertThat(resume(store, Map.of(PARTITION, NEW, new TopicPartition("orders", 7), NEW)))
                .isEqualTo(Map.of(PARTITION, StoredOffset.of(6, NEW)));
    }

    @Test
    void aTopicThatWasGivenUpAndIsCreatedAgainBeginsAsForTheFirstTime() {
        assertThat(resume(store, Map.of(PARTITION, OLD))).isEqualTo(Map.of(PARTITION, StoredOffset.of(0, NEW)));
    }

    @Test
    void theLedgerOfTheSinkIsNoStoreBesideIt() {
        assertThatThrownBy(() -> resume(sink))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "Cannot start group kept",
                        "is the ledger of the sink itself",
                        "Give the store another key prefix");
        assertThat(sink.load(GROUP)).isEmpty();
    }

    @Test
    void aSinkThatWasEmptiedIsRefusedUntilItsOwnerDecides() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(6, NEW)));

        assertThatThrownBy(() -> resume(store, Map.of(), EmptySinkPolicy.FAIL))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll("Cannot start group kept", "REBUILD", "CONTINUE");
        assertThat(sink.load(GROUP)).isEmpty();
    }

    @Test
    void aSinkThatWasEmptiedIsFilledAgainFromTheStart() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(6, NEW)));

        assertThat(resume(store, Map.of(), EmptySinkPolicy.REBUILD))
                .isEqualTo(Map.of(PARTITION, StoredOffset.of(0, NEW)));
    }

    private Map<TopicPartition, StoredOffset> resume(OffsetStore with) {
        return resume(with, Map.of());
    }

    private Map<TopicPartition, StoredOffset> resume(OffsetStore with, Map<TopicPartition, TopicIdentity> known) {
        return resume(with, known, EmptySinkPolicy.CONTINUE);
    }

    private Map<TopicPartition, StoredOffset> resume(
            OffsetStore with, Map<TopicPartition, TopicIdentity> known, EmptySinkPolicy emptySink) {
        OffsetKeeper keeper = new OffsetKeeper(GROUP, with, Optional.of(sink));
        return keeper.resume(
                        keeper.load().of(Set.of("orders")),
                        ClusterLogs.of(Map.of(PARTITION, new PartitionLog(NEW, new LogBounds(0, 10)))),
                        new StartOffsetResolver(
                                StartPosition.earliest(),
                                OutOfRangePolicies.all(OutOfRangePolicy.EARLIEST),
                                Clock.systemUTC())::resolve,
                        emptySink,
                        known)
                .starts()
                .offsets();
    }

    private OffsetStore failingToMove() {
        return new ForwardingOffsetStore(store) {
            @Override
            public void reposition(OffsetReposition reposition) {
                throw new OffsetStoreException("the process dies here");
            }
        };
    }
}
