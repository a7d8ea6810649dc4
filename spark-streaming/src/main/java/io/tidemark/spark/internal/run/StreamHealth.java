package io.tidemark.spark.internal.run;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.PartitionRange;
import io.tidemark.spark.internal.line.ScalaCollections;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.BatchSplit;
import io.tidemark.stream.event.RecordsLost;
import io.tidemark.stream.event.ReplayStarted;
import io.tidemark.stream.event.StreamConflicted;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import io.tidemark.stream.keeping.LogWatch;
import io.tidemark.stream.keeping.StreamMemory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream's health numbers in Spark's metrics system, which publishes them with its own (the UI's JSON, JMX,
 * Prometheus): {@code <application>.driver.tidemark.<group>.…}. They last as long as the stream, over its restarts.
 * They stay after a failure, because monitoring could not read the number of conflicts otherwise. Thread-safe.
 */
public final class StreamHealth implements Source, StreamListener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHealth.class);

    private final GroupId group;
    private final MetricRegistry registry = new MetricRegistry();
    private final Counter batches = registry.counter("batches");
    private final Counter records = registry.counter("records");
    private final Counter conflicts = registry.counter("conflicts");
    private final Counter lost = registry.counter("lost");
    private final Counter lostUnknown = registry.counter("lostUnknown");
    private final Counter rejected = registry.counter("rejected");
    private final Counter replayed = registry.counter("replayed");
    private final Counter restarts = registry.counter("restarts");
    private final Counter splits = registry.counter("splits");
    private final Timer processing = registry.timer("processing");
    private final Timer writing = registry.timer("writing");
    private final Timer committing = registry.timer("committing");
    private final LongAccumulator bytes;
    private volatile Optional<LogWatch> log = Optional.empty();
    private volatile Supplier<Long> size = () -> 0L;

    private StreamHealth(GroupId group, LongAccumulator bytes) {
        this.group = group;
        this.bytes = bytes;
        registry.register("bytes", (Gauge<Long>) bytes::value);
        registry.register("batch-size", (Gauge<Long>) () -> size.get());
    }

    /**
     * Registers the numbers with Spark's metrics system, in place of those of an earlier stream of the group. Without
     * such a system they are not published.
     */
    public static StreamHealth register(JavaSparkContext spark, GroupId group) {
        StreamHealth health = new StreamHealth(group, spark.sc().longAccumulator("tidemark." + group + ".bytes"));
        health.unlessItFails("be registered", metrics -> {
            ScalaCollections.list(metrics.getSourcesByName(health.sourceName())).forEach(metrics::removeSource);
            metrics.registerSource(health);
        });
        return health;
    }

    /** Removes them again. */
    public void unregister() {
        unlessItFails("be removed", metrics -> metrics.removeSource(this));
    }

    private void unlessItFails(String what, Consumer<MetricsSystem> action) {
        try {
            SparkEnv environment = SparkEnv.get();
            if (environment != null) {
                action.accept(environment.metricsSystem());
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("The health numbers of group {} cannot {}; the stream continues", group, what, e);
        }
    }

    /** Counts what executors read; a task that is run again counts again. */
    LongAccumulator bytes() {
        return bytes;
    }

    /** No stream polls the cluster any more, so that the lag of no topic is known. */
    public void lagUnknown() {
        log = Optional.empty();
    }

    /** The source of the lag from now on. */
    void lagFrom(LogWatch source) {
        log = Optional.of(source);
    }

    /** The source of the lag in time and of the time of the last commit. */
    public void follow(StreamMemory memory) {
        registry.register("lagSeconds", (Gauge<Double>) () -> seconds(memory.lagTime()));
        registry.register("lastCommit", (Gauge<Double>)
                () -> memory.lastCommit().map(time -> time.toEpochMilli() / 1e3).orElse(Double.NaN));
    }

    /** The source of the most offsets that a part of a batch covers. */
    public void sizeFrom(Supplier<Long> source) {
        size = source;
    }

    /** The source of the number of values that the sink has limited to the range of a {@code long}. */
    public void saturatedFrom(Supplier<Long> source) {
        registry.register("saturated", (Gauge<Long>) source::get);
    }

    @Override
    public String sourceName() {
        return "tidemark." + group;
    }

    @Override
    public MetricRegistry metricRegistry() {
        return registry;
    }

    @Override
    public void started(StreamStarted event) {
        event.offsets().partitions().keySet().forEach(this::showLag);
    }

    @Override
    public void batchCommitted(BatchCommitted event) {
        BatchReport report = event.report();
        records.inc(report.count());
        rejected.inc(report.rejectedCount());
        processing.update(report.processing());
        writing.update(report.writing());
        committing.update(report.committing());
        // last: when the batch is counted, its other numbers are complete
        batches.inc();
        for (PartitionRange range : report.ranges()) {
            showLag(range.partition());
        }
    }

    @Override
    public void split(BatchSplit event) {
        splits.inc();
    }

    @Override
    public void lost(RecordsLost event) {
        LossReceipt receipt = event.receipt();
        lost.inc(receipt.knownCount());
        if (receipt.count().isEmpty()) {
            lostUnknown.inc();
        }
    }

    @Override
    public void replaying(ReplayStarted event) {
        replayed.inc(event.offsets());
    }

    @Override
    public void conflicted(StreamConflicted event) {
        conflicts.inc();
    }

    @Override
    public void failed(StreamFailed event) {
        if (event.willRestart()) {
            restarts.inc();
        }
    }

    /** NaN if the lag is unknown: before the first poll, and after the end of the stream. */
    private void showLag(TopicPartition partition) {
        String topic = partition.topic();
        registry.gauge("lag." + topic, () -> (Gauge<Number>) () -> lagOf(topic));
        registry.gauge(
                "partitionLag." + topic + "." + partition.partition(), () -> (Gauge<Number>) () -> lagOf(partition));
    }

    private Number lagOf(String topic) {
        Long known = log.map(LogWatch::lagByTopic).orElseGet(Map::of).get(topic);
        return known == null ? (Number) Double.NaN : known;
    }

    private Number lagOf(TopicPartition partition) {
        OptionalLong known = log.map(watch -> watch.lagOf(partition)).orElse(OptionalLong.empty());
        return known.isEmpty() ? (Number) Double.NaN : known.getAsLong();
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.map(known -> known.toMillis() / 1e3).orElse(Double.NaN);
    }
}
