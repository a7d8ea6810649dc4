package io.tidemark.stream.internal.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The writes of a run that was cut off, because another run has taken its place. */
class RunFenceTest {

    private static final GroupId GROUP = new GroupId("fenced");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Map<TopicPartition, StoredOffset> FIRST = Map.of(PARTITION, StoredOffset.of(0));
    private static final OffsetCommit COMMIT = new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 0, 5)));

    private final RunFence fence = new RunFence(GROUP);
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @Test
    void noWriteReachesTheServerAfterTheRunIsRevoked() {
        sink.initialize(GROUP, FIRST);
        Map<TopicPartition, StoredOffset> before = sink.load(GROUP);
        MetricSink fenced = fence.around(sink);
        fence.revoke();

        List<ThrowingCallable> writes = List.of(
                () -> fenced.write(new MetricBatch(COMMIT, List.of())),
                () -> fenced.commit(COMMIT),
                () -> fenced.initialize(GROUP, Map.of(new TopicPartition("orders", 1), StoredOffset.of(0))),
                () -> fenced.reposition(new OffsetReposition(
                        GROUP, Map.of(PARTITION, Move.to(StoredOffset.of(0), StoredOffset.of(9))), List.of())),
                () -> fenced.recordGovernor(GROUP, new Governor.Sink("another")));
        assertThat(writes).allSatisfy(write -> assertThatThrownBy(write).isInstanceOf(RunRevokedException.class));
        assertThat(sink.load(GROUP)).isEqualTo(before);
        assertThat(sink.governor(GROUP)).isEmpty();
    }

    @Test
    void theRunIsDrainedWhenTheWriteUnderWayHasReturned() {
        fence.enter();
        fence.revoke();
        assertThat(fence.drained()).isNotDone();

        fence.leave();
        assertThat(fence.drained()).isDone();
    }

    @Test
    void aRunThatWritesNothingIsDrainedAtOnce() {
        fence.revoke();
        assertThat(fence.drained()).isDone();
    }
}
