package io.tidemark.metrics.redis;

import io.tidemark.bench.jmh.Records;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds for each batch, of a day's records: what the job counted, as measurements, and as the script's
 * arguments.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 2)
@Fork(1)
public class ScriptBenchmark {

    private static final GroupId GROUP = new GroupId("bench");
    private static final RedisMetricSinkSettings SETTINGS = RedisMetricSinkSettings.builder()
            .keepForever()
            .maxWriteSize(10_000_000)
            .build();

    /** How many of the batch's records are orders. */
    @Param({"100", "10000", "200000"})
    public long orders;

    private final GroupKeys keys = new GroupKeys(SETTINGS.keyPrefix(), GROUP);
    private final TagDictionary dictionary = TagDictionary.preset(Records.PRESET);
    private final RechargeCounts counts = new RechargeCounts(dictionary.regions());
    private MetricBatch batch = batch(0, List.of());

    /** Counts the records. */
    @Setup
    public void count() {
        try {
            RecordParser parser = new RecordParser(dictionary);
            Records.of(orders).forEach(record -> counts.add(parser.parse(record)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        batch = batch(counts.read(), counts.measurements(dictionary.regions()));
    }

    private static MetricBatch batch(long records, List<Measurement> measurements) {
        return new MetricBatch(
                GROUP, List.of(new PartitionRange(new TopicPartition("bench", 0), 0, records)), measurements);
    }

    /** From counts to measurements. */
    @Benchmark
    public List<Measurement> measure() {
        return counts.measurements(dictionary.regions());
    }

    /** From measurements to keys and arguments of the script. */
    @Benchmark
    public Object encode() {
        return WriteRequest.of(batch, keys, SETTINGS);
    }
}
