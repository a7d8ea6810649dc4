package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bounds of batches, from a log in memory. */
class LogWatchTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);

    private final ModelCluster cluster = new ModelCluster();

    @BeforeEach
    void create() {
        cluster.createTopic("orders", 2);
    }

    @Test
    void aBatchEndsWhereTheLogEndsAndTheNextOneBeginsThere() {
        log(P0).append(7);
        LogWatch watch = watch(100, 0);
        watch.refresh();
        assertThat(watch.ends()).isEqualTo(Map.of(P0, 7L, P1, 0L));
        watch.formed(P0, 5);
        assertThat(watch.next(P0)).isEqualTo(5);
        assertThat(watch.lag()).isEqualTo(2);
    }

    @Test
    void theLimitOfABatchIsSharedOutByTheLag() {
        log(P0).append(300);
        log(P1).append(100);
        LogWatch watch = watch(40, 0);
        watch.refresh();
        assertThat(watch.ends()).isEqualTo(Map.of(P0, 30L, P1, 10L));
    }

    /** Else a gap of a billion offsets would take a thousand batches of a million. */
    @Test
    void aGapDoesNotCountTowardsTheLimitOfABatch() {
        log(P0).append(1_000);
        log(P0).deleteBefore(900);
        LogWatch watch = watch(40, 0);
        watch.refresh();
        assertThat(watch.lag()).isEqualTo(100);
        assertThat(watch.ends()).containsEntry(P0, 940L);
        assertThat(watch.expired(List.of(new PartitionRange(P0, 0, 940))))
                .containsOnlyKeys(P0)
                .extractingByKey(P0)
                .extracting(OffsetVerification.Expired::lost)
                .isEqualTo(900L);
    }

    @Test
    void aPartitionFoundWhileRunningBeginsAtOffsetZero() {
        LogWatch watch = watch(100, 0);
        TopicPartition added = new TopicPartition("orders", 2);
        cluster.addPartitions("orders", 3);
        log(added).append(9);
        watch.refresh();
        assertThat(watch.next(added)).isZero();
        assertThat(watch.ends()).containsEntry(added, 9L);
        assertThat(watch.identity(added)).isEqualTo(log(added).identity);
    }

    /** The cluster cannot tell the bounds of a topic that it does not have: that is not the network's fault. */
    @Test
    void aTopicDeletedUnderTheStreamIsGoneAndNotUnreachable() {
        LogWatch watch = watch(100, 3);
        watch.refresh();
        cluster.deleteTopic("orders");
        assertThatThrownBy(watch::refresh)
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("topic orders, partition 0: partition gone: stored 3");
    }

    @Test
    void aTopicCreatedAgainUnderTheStreamIsRecognised() {
        LogWatch watch = watch(100, 3);
        watch.refresh();
        cluster.deleteTopic("orders");
        cluster.createTopic("orders", 2);
        log(P0).append(50);
        assertThatThrownBy(watch::refresh)
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("topic orders, partition 0: topic recreated: stored 3");
    }

    @Test
    void whatALaterLeaderLacksIsNoticedEvenWhereItsLogHasOutgrownIt() {
        log(P0).newLeader();
        log(P0).append(30);
        LogWatch watch = watch(100, 20);
        watch.refresh();
        log(P0).truncate(10);
        log(P0).newLeader();
        log(P0).append(90);
        assertThatThrownBy(watch::refresh)
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining(
                        "topic orders, partition 0: log truncated: stored 20, truncated at 10 and written again")
                .hasMessageContaining("log end 100, missing 10")
                .hasMessageContaining(
                        "set the policy for offsets ahead of the log to LATEST, or move the group there, before");
    }

    @Test
    void aLaterLeaderThatHasEverythingThatWasReadChangesNothing() {
        log(P0).newLeader();
        log(P0).append(30);
        LogWatch watch = watch(100, 20);
        watch.refresh();
        log(P0).truncate(25);
        log(P0).newLeader();
        log(P0).append(10);
        watch.refresh();
        assertThat(watch.ends()).containsEntry(P0, 35L);
        log(P0).newLeader();
        watch.refresh();
        assertThat(watch.next(P0)).isEqualTo(20);
    }

    private ModelCluster.Log log(TopicPartition partition) {
        return cluster.log(partition).orElseThrow();
    }

    private LogWatch watch(long mostRecords, long start) {
        KeepingSettings settings = KeepingSettings.builder()
                .group("watching")
                .topics("orders")
                .kafka(Map.of("bootstrap.servers", "model:1"))
                .maxRecordsPerBatch(mostRecords)
                .build();
        return new LogWatch(
                settings,
                cluster,
                new LeaderEpochs(),
                Map.of(
                        P0, StoredOffset.of(start, log(P0).identity),
                        P1, StoredOffset.of(start, log(P1).identity)));
    }
}
