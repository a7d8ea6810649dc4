package io.tidemark.stream.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressLogTest {

    private static final GroupId GROUP = new GroupId("orders");
    private static final TopicPartition P0 = new TopicPartition("log", 0);
    private static final TopicPartition P1 = new TopicPartition("log", 1);

    private final List<String> lines = new ArrayList<>();
    private final Map<TopicPartition, Long> lag = new HashMap<>(Map.of(P0, 0L, P1, 0L));
    private final Map<TopicPartition, Long> next = new HashMap<>(Map.of(P0, 10L, P1, 20L));
    private final Map<TopicPartition, Instant> timestamps = new HashMap<>();
    private int looks;
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final ProgressTracker tracker = new ProgressTracker();
    private final ProgressLog log = new ProgressLog(tracker::progressWithLook, Runnable::run, lines::add);
    private final StreamEvents events = new StreamEvents(
            new StreamEvent.Source() {
                @Override
                public GroupId group() {
                    return GROUP;
                }

                @Override
                public Instant now() {
                    return now;
                }

                @Override
                public void stop() {}
            },
            tracker,
            List.of(log));

    @BeforeEach
    void start() {
        tracker.lagFrom(() -> lag);
        tracker.lagTimeFrom(new LagTime(
                new LagTime.Log() {
                    @Override
                    public Map<TopicPartition, Long> lagByPartition() {
                        return lag;
                    }

                    @Override
                    public long next(TopicPartition partition) {
                        return next.getOrDefault(partition, 0L);
                    }

                    @Override
                    public Map<TopicPartition, Instant> timestamps(Map<TopicPartition, Long> offsets) {
                        looks++;
                        Map<TopicPartition, Instant> found = new HashMap<>(timestamps);
                        found.keySet().retainAll(offsets.keySet());
                        return found;
                    }
                },
                new Now()));
        events.tell(source -> new StreamStarted(source, new StartOffsets(GROUP, Map.of())), StreamListener::started);
    }

    @Test
    void aBatchHasALineWithItsNumbers() {
        lag.put(P1, 5_000L);
        timestamps.put(P1, now.minusSeconds(42));
        commit(12_345);
        assertThat(lines)
                .containsExactly("Group orders: 12,345 records in 1 batch, processing 1,200 ms, writing 30 ms,"
                        + " committing 4 ms; lag 5,000 records in 1 of 2 partitions, the oldest 42 s old,"
                        + " last commit 2026-03-01T08:00:00Z");
    }

    @Test
    void shortBatchesAreAddedUpForTenSeconds() {
        commit(1);
        for (int batch = 0; batch < 9; batch++) {
            now = now.plusSeconds(1);
            commit(100);
        }
        assertThat(lines).hasSize(1);
        now = now.plusSeconds(1);
        commit(100);
        assertThat(lines)
                .hasSize(2)
                .last()
                .asString()
                .startsWith(
                        "Group orders: 1,000 records in 10 batches within 10 s, processing 12,000 ms, writing 300 ms,"
                                + " committing 40 ms; lag 0 records, last commit 2026-03-01T08:00:10Z");
    }

    @Test
    void batchesBeforeASilenceAreNotHeldBack() {
        commit(1);
        now = now.plusSeconds(3);
        commit(7);
        now = now.plusSeconds(7);
        idle();
        assertThat(lines).hasSize(2).last().asString().startsWith("Group orders: 7 records in 1 batch");
    }

    @Test
    void whileNothingArrivesLinesComeAtGrowingDistances() {
        commit(1);
        lines.clear();
        List<Long> at = new ArrayList<>();
        for (long second = 1; second <= 3_600; second++) {
            now = now.plusSeconds(1);
            idle();
            if (lines.size() > at.size()) {
                at.add(second);
            }
        }
        assertThat(at).containsExactly(10L, 30L, 70L, 150L, 310L, 630L, 1_230L, 1_830L, 2_430L, 3_030L);
        assertThat(lines.get(2))
                .isEqualTo("Group orders: no new records for 70 s; lag 0 records, last commit 2026-03-01T08:00:00Z");
        commit(1);
        lines.clear();
        now = now.plusSeconds(10);
        idle();
        assertThat(lines).as("the distances begin anew").hasSize(1);
    }

    @Test
    void aBatchThatDoesNotEndIsReportedWithTheGrowingAge() {
        lag.put(P0, 5L);
        timestamps.put(P0, now);
        for (int poll = 0; poll < 70; poll++) {
            now = now.plusSeconds(1);
            log.polled(GROUP, now);
        }
        assertThat(lines)
                .containsExactly(
                        "Group orders: no batch was committed for 60 s; a batch takes long, or a server does not"
                                + " answer; lag 5 records in 1 of 2 partitions, the oldest 60 s old, last commit none");
        assertThat(tracker.lagTime()).contains(Duration.ofSeconds(70));
    }

    @Test
    void aLongBatchIntervalIsNoReasonToWorry() {
        for (int batch = 0; batch < 5; batch++) {
            now = now.plusSeconds(300);
            log.polled(GROUP, now);
            commit(1);
        }
        assertThat(lines).hasSize(5).noneMatch(line -> line.contains("no batch"));
    }

    @Test
    void aClockThatWasSetBackDoesNotSilenceTheStream() {
        commit(1);
        now = now.minusSeconds(3_600);
        commit(1);
        assertThat(lines).hasSize(2);
    }

    @Test
    void theEndHasALineWithTheTotal() {
        commit(1);
        now = now.plusSeconds(1);
        commit(2_000);
        events.tellEnd(Optional.of(new IllegalStateException("broken")));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("Group orders: 2,000 records in 1 batch");
        assertThat(lines.get(2))
                .isEqualTo("Group orders: the stream has ended with a failure after 2,001 records in 2 batches; lag 0"
                        + " records, last commit 2026-03-01T08:00:01Z");
    }

    @Test
    void theLogIsReadOnlyForALineAndOnlyIfThereIsLag() {
        commit(1);
        assertThat(looks).isZero();
        lag.put(P0, 1L);
        now = now.plusSeconds(5);
        commit(1);
        assertThat(looks).isZero();
        now = now.plusSeconds(5);
        commit(1);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void anUnknownAgeIsSaidToBeUnknown() {
        lag.put(P0, 1L);
        commit(1);
        assertThat(lines).singleElement().asString().contains("the oldest of unknown age");
        assertThat(tracker.lagTime()).isEmpty();
        lag.clear();
        now = now.plusSeconds(10);
        commit(1);
        assertThat(lines.get(1)).contains("lag unknown");
    }

    @Test
    void theAgeOfARecordThatWasReadMeanwhileDoesNotGrow() {
        lag.put(P0, 10L);
        timestamps.put(P0, now.minusSeconds(30));
        commit(1);
        next.put(P0, 15L);
        now = now.plusSeconds(500);
        assertThat(tracker.lagTime()).contains(Duration.ofSeconds(30));
        lag.put(P0, 0L);
        assertThat(tracker.progress().lagTime()).contains(Duration.ZERO);
    }

    @Test
    void aRecordOfTheFutureIsNotOld() {
        lag.put(P0, 10L);
        timestamps.put(P0, now.plusSeconds(30));
        commit(1);
        assertThat(tracker.lagTime()).contains(Duration.ZERO);
    }

    private void commit(long records) {
        BatchReport report = BatchReport.builder(now, List.of(new PartitionRange(P0, 0, records)))
                .processing(Duration.ofMillis(1_200))
                .writing(Duration.ofMillis(30))
                .committing(Duration.ofMillis(4))
                .build();
        events.tell(source -> new BatchCommitted(source, report), StreamListener::batchCommitted);
    }

    private void idle() {
        events.tell(StreamIdle::new, StreamListener::idle);
    }

    /** Follows the time of the test. */
    private final class Now extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
