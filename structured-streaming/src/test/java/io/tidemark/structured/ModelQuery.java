package io.tidemark.structured;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.stream.keeping.KeepingSettings;
import io.tidemark.stream.keeping.ModelKeeping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;

/**
 * What Spark does with a source, in memory: its checkpoint, its triggers, and crashes at any step. The order of the
 * steps is that of {@code MicroBatchExecution}.
 */
final class ModelQuery {

    static final String GROUP = "jobs";

    private final ModelLog log;
    private final OffsetStore store;
    private final Optional<MetricSink> sink;
    private final Random random;
    /** The offset log and the commit log. */
    private final List<Map<TopicPartition, Long>> offsets = new ArrayList<>();

    private int committed = -1;
    /** The most records that the output takes at once. */
    private int most = Integer.MAX_VALUE;
    /** How often each record has come out, at least once. */
    private final Map<ModelLog.Id, Integer> output = new HashMap<>();

    ModelQuery(ModelLog log, OffsetStore store, Optional<MetricSink> sink, Random random) {
        this.log = log;
        this.store = store;
        this.sink = sink;
        this.random = random;
    }

    /** The process died. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash", null, false, false);
        }
    }

    Map<ModelLog.Id, Integer> output() {
        return output;
    }

    /** From now on, the output finds larger batches too large. */
    void limit(int records) {
        most = records;
    }

    void loseCheckpoint() {
        offsets.clear();
        committed = -1;
    }

    /**
     * Runs some triggers; without crashes, no more than there is something to read for.
     *
     * @param crashes one of so many steps is a crash; 0 for none
     */
    void run(OutOfRangePolicy policy, int triggers, int crashes) {
        KeepingSettings settings = KeepingSettings.builder()
                .group(GROUP)
                .topics(ModelLog.TOPIC)
                .kafka(Map.of("bootstrap.servers", "model:9092"))
                .outOfRange(OutOfRangePolicies.all(policy))
                .discoveryInterval(Duration.ZERO)
                .build();
        try (QueryRun run = QueryRun.open(
                settings,
                sink.isPresent() ? Guarantee.EXACTLY_ONCE_INTO_SINK : Guarantee.AT_LEAST_ONCE,
                store,
                sink,
                lastBatch(),
                "the model's checkpoint",
                () -> true,
                (keeping, into, outputs, memory) -> ModelKeeping.open(keeping, into, outputs, memory, log))) {
            step(crashes);
            boolean idle = false;
            for (int trigger = 0; trigger < triggers && !idle; trigger++) {
                idle = !trigger(run, crashes) && crashes == 0;
            }
            // the stop
            if (run.isPending() && committed >= 0) {
                run.finished(offsets.get(committed));
            }
        }
    }

    private Optional<LastBatch> lastBatch() {
        if (offsets.isEmpty()) {
            return Optional.empty();
        }
        int id = offsets.size() - 1;
        return Optional.of(
                new LastBatch(id, id == 0 ? Map.of() : offsets.get(id - 1), offsets.get(id), committed == id));
    }

    /** Whether there was a batch. */
    private boolean trigger(QueryRun run, int crashes) {
        boolean repeated = committed < offsets.size() - 1;
        if (!repeated) {
            Map<TopicPartition, Long> start = offsets.isEmpty() ? run.positions() : offsets.get(offsets.size() - 1);
            Map<TopicPartition, Long> until =
                    run.advance(start).or(run::rest).orElseGet(() -> run.limit(latest(run.positions())));
            step(crashes);
            if (until.equals(start)) {
                return false;
            }
            offsets.add(until);
            step(crashes);
        }
        Map<TopicPartition, Long> until = offsets.get(offsets.size() - 1);
        List<PartitionRange> ranges = run.plan(until);
        step(crashes);
        write(run, ranges, crashes);
        step(crashes);
        committed = offsets.size() - 1;
        step(crashes);
        if (run.isPending()) {
            run.finished(until);
        }
        step(crashes);
        return true;
    }

    /** What Spark's source offers: everything, or a part. */
    private Map<TopicPartition, Long> latest(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> until = new HashMap<>(log.ends());
        until.keySet().retainAll(positions.keySet());
        until.replaceAll((partition, end) -> {
            long position = positions.getOrDefault(partition, 0L);
            long most = random.nextBoolean() ? Long.MAX_VALUE : position + 1 + random.nextInt(4);
            return Math.max(position, Math.min(end, most));
        });
        return until;
    }

    private void write(QueryRun run, List<PartitionRange> ranges, int crashes) {
        List<ModelLog.Id> records = new ArrayList<>();
        for (PartitionRange range : ranges) {
            if (range.from() < log.start(range.partition())
                    || range.until() > log.ends().getOrDefault(range.partition(), 0L)) {
                throw new AssertionError("the log does not hold " + range);
            }
            for (long offset = range.from(); offset < range.until(); offset++) {
                records.add(new ModelLog.Id(log.topic(), range.partition().partition(), offset));
            }
        }
        if (sink.isEmpty()) {
            for (ModelLog.Id record : records) {
                output.merge(record, 1, Integer::sum);
                if (random.nextInt(8) == 0) {
                    step(crashes);
                }
            }
            return;
        }
        run.write(new BatchWork.Measured() {
            @Override
            public List<Measurement> measure() {
                step(crashes);
                if (records.size() > most) {
                    throw new BatchTooLargeException(records.size() + " records are more than " + most);
                }
                return records.stream()
                        .map(record -> Measurement.timeless(
                                "records", Map.of("id", record.toString()), new MetricValue.Sum(1)))
                        .toList();
            }
        });
    }

    private void step(int crashes) {
        if (crashes > 0 && random.nextInt(crashes) == 0) {
            throw new Crash();
        }
    }
}
