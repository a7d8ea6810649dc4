package io.tidemark.structured.internal.health;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.Timer;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * A query's health numbers, with the names that a managed stream of DStreams has: in Spark's metrics system while the
 * query runs, and in the query's own progress. They stay in the metrics system after a conflict, because monitoring
 * could not read the number of conflicts otherwise. Thread-safe.
 */
public final class QueryHealth implements StreamListener {

    private static final String PREFIX = "tidemark.";
    private static final String LAG_SECONDS = "lagSeconds";
    private static final String LAST_COMMIT = "lastCommit";

    private final GroupId group;
    private final Map<String, Metric> metrics = new ConcurrentHashMap<>();
    private final Map<String, Counter> counters = new LinkedHashMap<>();
    private final Counter batches = counter("batches");
    private final Counter records = counter("records");
    private final Counter conflicts = counter("conflicts");
    private final Counter lost = counter("lost");
    private final Counter lostUnknown = counter("lostUnknown");
    private final Counter replayed = counter("replayed");
    private final Counter restarts = counter("restarts");
    private final Counter splits = counter("splits");
    private final Timer processing = timer("processing");
    private final Timer writing = timer("writing");
    private final Timer committing = timer("committing");
    private final StreamMemory memory;
    private volatile Optional<LogWatch> log = Optional.empty();
    private volatile Optional<BatchReport> last = Optional.empty();

    /**
     * Numbers that are not published yet.
     *
     * @param memory has the lag in time, and the time of the last commit
     */
    public QueryHealth(GroupId group, StreamMemory memory) {
        this.group = group;
        this.memory = memory;
        metrics.put(LAG_SECONDS, (Gauge<Double>) () -> lagSeconds().orElse(Double.NaN));
        metrics.put(LAST_COMMIT, (Gauge<Double>) () -> lastCommit().orElse(Double.NaN));
    }

    private Optional<Double> lagSeconds() {
        return memory.lagTime().map(known -> known.toMillis() / 1e3);
    }

    private Optional<Double> lastCommit() {
        return memory.lastCommit().map(time -> time.toEpochMilli() / 1e3);
    }

    private Counter counter(String name) {
        Counter counter = new Counter();
        metrics.put(name, counter);
        counters.put(name, counter);
        return counter;
    }

    private Timer timer(String name) {
        Timer timer = new Timer();
        metrics.put(name, timer);
        return timer;
    }

    GroupId group() {
        return group;
    }

    Map<String, Metric> metrics() {
        return metrics;
    }

    /** Shows the numbers in Spark's metrics system. Without such a system they are in the query's progress only. */
    public void publish() {
        HealthSource.current().ifPresent(source -> source.add(this));
    }

    /** Removes them again. */
    public void unpublish() {
        HealthSource.current().ifPresent(source -> source.remove(this));
    }

    /** The source of the lag from now on. */
    public void lagFrom(LogWatch source) {
        log = Optional.of(source);
    }

    /** The source of the number of values that the sink has limited to the range of a {@code long}. */
    public void saturatedFrom(Supplier<Long> source) {
        metrics.put("saturated", (Gauge<Long>) source::get);
    }

    /** No query polls the cluster any more, so that the lag of no topic is known. */
    public void lagUnknown() {
        log = Optional.empty();
    }

    /** Another driver has committed in the meantime. */
    public void conflict() {
        conflicts.inc();
    }

    /** Whether there was a conflict. */
    public boolean hasConflict() {
        return conflicts.getCount() > 0;
    }

    /** The numbers for the query's progress. Spark shows them with each trigger. */
    public Map<String, String> progress() {
        Map<String, String> shown = new TreeMap<>();
        long total = 0;
        for (Map.Entry<String, Long> topic : lagByTopic().entrySet()) {
            shown.put(PREFIX + "lag." + topic.getKey(), Long.toString(topic.getValue()));
            total += topic.getValue();
        }
        shown.put(PREFIX + "lag", Long.toString(total));
        lagSeconds().ifPresent(seconds -> shown.put(PREFIX + LAG_SECONDS, Double.toString(seconds)));
        memory.lastCommit().ifPresent(time -> shown.put(PREFIX + LAST_COMMIT, time.toString()));
        counters.forEach((name, counter) -> shown.put(PREFIX + name, Long.toString(counter.getCount())));
        last.ifPresent(report -> {
            shown.put(PREFIX + "processingMs", Long.toString(report.processing().toMillis()));
            shown.put(PREFIX + "writingMs", Long.toString(report.writing().toMillis()));
            shown.put(PREFIX + "committingMs", Long.toString(report.committing().toMillis()));
        });
        return shown;
    }

    @Override
    public void started(StreamStarted event) {
        event.offsets().partitions().keySet().forEach(this::showLag);
    }

    @Override
    public void batchCommitted(BatchCommitted event) {
        BatchReport report = event.report();
        last = Optional.of(report);
        records.inc(report.count());
        processing.update(report.processing());
        writing.update(report.writing());
        committing.update(report.committing());
        // last: when the batch is counted, its other numbers are complete
        batches.inc();
        report.ranges().forEach(range -> showLag(range.partition()));
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
        conflict();
    }

    @Override
    public void failed(StreamFailed event) {
        if (event.willRestart()) {
            restarts.inc();
        }
    }

    /** NaN if the lag is unknown: before the first poll, and after the end of the query. */
    private void showLag(TopicPartition partition) {
        String topic = partition.topic();
        show("lag." + topic, () -> lagOf(topic));
        show("partitionLag." + topic + "." + partition.partition(), () -> lagOf(partition));
    }

    private void show(String name, Gauge<Number> gauge) {
        if (metrics.putIfAbsent(name, gauge) == null) {
            HealthSource.current().ifPresent(source -> source.addNew(this, name));
        }
    }

    private Map<String, Long> lagByTopic() {
        return log.map(LogWatch::lagByTopic).orElseGet(Map::of);
    }

    private Number lagOf(String topic) {
        Long known = lagByTopic().get(topic);
        return known == null ? (Number) Double.NaN : known;
    }

    private Number lagOf(TopicPartition partition) {
        OptionalLong known = log.map(watch -> watch.lagOf(partition)).orElse(OptionalLong.empty());
        return known.isEmpty() ? (Number) Double.NaN : known.getAsLong();
    }
}
