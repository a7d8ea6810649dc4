package io.tidemark.stream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.event.StreamStarted;
import io.tidemark.stream.event.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressTrackerTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final ProgressTracker tracker = new ProgressTracker();
    private final List<StreamProgress> seenByListener = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(100);
    private final StreamEvents events = new StreamEvents(
            new StreamEvent.Source() {
                @Override
                public GroupId group() {
                    return new GroupId("tracked");
                }

                @Override
                public Instant now() {
                    return now;
                }

                @Override
                public void stop() {}
            },
            tracker,
            List.of(new StreamListener() {
                @Override
                public void batchCommitted(BatchCommitted event) {
                    seenByListener.add(tracker.progress());
                }

                @Override
                public void ended(StreamEnded event) {
                    seenByListener.add(event.progress());
                }
            }));

    @Test
    void aStreamThatHasNotStartedHasNoProgress() {
        StreamProgress progress = tracker.progress();
        assertThat(progress.state()).isEqualTo(StreamState.STARTING);
        assertThat(progress.records()).isZero();
        assertThat(progress.lag()).isZero();
        assertThat(progress.lastBatch()).isEmpty();
        assertThat(progress.lastCommit()).isEmpty();
        assertThat(progress.lastActivity()).isEmpty();
    }

    @Test
    void commitsAreAddedUpAndTheListenerSeesItsOwn() {
        start();
        tracker.lagFrom(() -> Map.of(PARTITION, 7L));
        BatchReport second = report(10, 15);
        commit(report(0, 10));
        now = now.plusSeconds(3);
        commit(second);
        assertThat(seenByListener).hasSize(2).last().satisfies(progress -> {
            assertThat(progress.state()).isEqualTo(StreamState.RUNNING);
            assertThat(progress.batches()).isEqualTo(2);
            assertThat(progress.records()).isEqualTo(15);
            assertThat(progress.lastBatch()).contains(second);
            assertThat(progress.lastCommit()).contains(now);
            assertThat(progress.lagByPartition()).isEqualTo(Map.of(PARTITION, 7L));
            assertThat(progress.lag()).isEqualTo(7);
        });
    }

    @Test
    void anIdlePollIsActivityButNoCommit() {
        start();
        Instant committed = now;
        commit(report(0, 10));
        now = now.plusSeconds(60);
        events.tell(StreamIdle::new, StreamListener::idle);
        assertThat(tracker.progress().lastCommit()).contains(committed);
        assertThat(tracker.progress().lastActivity()).contains(now);
    }

    @Test
    void aFailureWithARestartIsARestartUntilTheNextStart() {
        start();
        fail(Optional.of(Duration.ofSeconds(1)));
        assertThat(tracker.progress().state()).isEqualTo(StreamState.RESTARTING);
        start();
        assertThat(tracker.progress().state()).isEqualTo(StreamState.RUNNING);
        assertThat(tracker.progress().restarts()).isEqualTo(1);
    }

    @Test
    void theLastProgressHasTheLagAndTheStateOfTheEnd() {
        start();
        tracker.lagFrom(() -> Map.of(PARTITION, 7L));
        fail(Optional.empty());
        events.tellEnd(Optional.of(new IllegalStateException("broken")));
        assertThat(seenByListener).singleElement().satisfies(progress -> {
            assertThat(progress.state()).isEqualTo(StreamState.FAILED);
            assertThat(progress.lag()).isEqualTo(7);
        });
        assertThat(tracker.progress().lagByPartition()).isEmpty();
        assertThat(tracker.progress().state()).isEqualTo(StreamState.FAILED);
    }

    private void start() {
        events.tell(
                source -> new StreamStarted(source, new StartOffsets(new GroupId("tracked"), Map.of())),
                StreamListener::started);
    }

    private void commit(BatchReport report) {
        events.tell(source -> new BatchCommitted(source, report), StreamListener::batchCommitted);
    }

    private void fail(Optional<Duration> delay) {
        events.tell(
                source -> new StreamFailed(source, new IllegalStateException("broken"), 1, delay),
                StreamListener::failed);
    }

    private static BatchReport report(long from, long until) {
        return BatchReport.builder(Instant.EPOCH, List.of(new PartitionRange(PARTITION, from, until)))
                .processing(Duration.ofMillis(5))
                .build();
    }
}
