package io.tidemark.recharge.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamIdle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);

    private final Time time = new Time();
    private final InMemoryMetricSink sink = new InMemoryMetricSink(time);
    private final Heartbeat heartbeat = new Heartbeat(GROUP, sink, time::nanos);
    private final StreamEvent.Source source = new StreamEvent.Source() {
        @Override
        public GroupId group() {
            return GROUP;
        }

        @Override
        public Instant now() {
            return time.instant();
        }

        @Override
        public void stop() {}
    };

    @BeforeEach
    void start() {
        sink.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0), SECOND, StoredOffset.of(0)));
    }

    @Test
    void anIdleJobSetsTheTimeOfTheLastWriteOnceInAnInterval() {
        commit(FIRST, 0, 5);
        commit(SECOND, 0, 7);
        Instant committed = time.instant();

        time.pass(Heartbeat.INTERVAL.minusMillis(1));
        idle();
        assertThat(written()).contains(committed);

        time.pass(Duration.ofMillis(1));
        idle();
        Instant beat = time.instant();
        assertThat(written()).contains(beat);

        time.pass(Duration.ofMillis(500));
        idle();
        assertThat(written()).contains(beat);
        assertThat(offsets()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 7L));
    }

    @Test
    void aJobThatHasNotStartedYetWritesNothing() {
        time.pass(Heartbeat.INTERVAL);
        idle();

        assertThat(written()).isEmpty();
    }

    @Test
    void aJobThatWasReplacedByAnotherOneWritesNothing() {
        commit(FIRST, 0, 5);
        Instant others = time.pass(Duration.ofSeconds(10));
        sink.write(new MetricBatch(GROUP, List.of(new PartitionRange(FIRST, 5, 6)), List.of()));

        time.pass(Duration.ofSeconds(10));
        idle();
        time.pass(Duration.ofSeconds(10));
        idle();

        assertThat(written()).contains(others);
        assertThat(offsets()).containsEntry(FIRST, 6L);
    }

    private void commit(TopicPartition partition, long from, long until) {
        List<PartitionRange> ranges = List.of(new PartitionRange(partition, from, until));
        sink.write(new MetricBatch(GROUP, ranges, List.of()));
        heartbeat.batchCommitted(new BatchCommitted(
                source, BatchReport.builder(time.instant(), ranges).build()));
    }

    private void idle() {
        heartbeat.idle(new StreamIdle(source));
    }

    private Optional<Instant> written() {
        return sink.read(GROUP, List.of()).writtenAt();
    }

    private Map<TopicPartition, Long> offsets() {
        return sink.load(GROUP, Set.of("orders")).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** A clock that the test moves. */
    private static final class Time extends Clock {

        private Instant now = Instant.parse("2026-03-01T08:00:00Z");

        Instant pass(Duration duration) {
            now = now.plus(duration);
            return now;
        }

        long nanos() {
            return TimeUnit.MILLISECONDS.toNanos(now.toEpochMilli());
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
