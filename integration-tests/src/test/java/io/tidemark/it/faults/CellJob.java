package io.tidemark.it.faults;

import io.tidemark.it.LocalSpark;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.spark.Batch;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** One process of a job that counts how often it sees each value. */
final class CellJob implements AutoCloseable {

    private final GroupId group;
    private final String topic;
    private final Target target;
    private final AtomicReference<Runnable> beforeNextCommit = new AtomicReference<>(() -> {});
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final ManagedStream stream;
    private volatile boolean failing;

    /** Starts it; fails as a process does that cannot start. */
    CellJob(Victim victim, Memory memory, String topic, RestartPolicy restarts, EmptySinkPolicy emptySink) {
        this.group = new GroupId(topic);
        this.topic = topic;
        this.target = victim.open(memory);
        try {
            OffsetStore store = victim.isSink() ? target.store() : watched(OffsetStore.class, target.store());
            this.stream = ManagedStream.of(LocalSpark.CONTEXT, store, settings(restarts, emptySink))
                    .exactlyOnceInto(
                            victim.isSink() ? watched(MetricSink.class, target.sink()) : target.sink(),
                            CellJob::measure);
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    private StreamSettings<byte[], byte[]> settings(RestartPolicy restarts, EmptySinkPolicy emptySink) {
        return StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group(group.value())
                .topics(topic)
                .kafka(Ground.kafkaParams())
                .batchInterval(Duration.ofMillis(100))
                .restarts(restarts)
                .emptySink(emptySink)
                .listener(new StreamListener() {
                    @Override
                    public void failed(StreamFailed event) {
                        if (event.willRestart()) {
                            failing = true;
                            failures.add(event.cause());
                        }
                    }

                    @Override
                    public void started(StreamStarted event) {
                        failing = false;
                    }
                })
                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                .build();
    }

    static List<Measurement> measure(Batch<byte[], byte[]> batch) {
        return batch.records().map(record -> new String(record.value(), StandardCharsets.UTF_8)).collect().stream()
                .map(value -> Measurement.timeless("seen", Map.of("value", value), new MetricValue.Sum(1)))
                .toList();
    }

    /** What is done before the next commit is sent, once. */
    void beforeNextCommit(Runnable what) {
        beforeNextCommit.set(what);
    }

    @SuppressWarnings("unchecked")
    private <T> T watched(Class<T> type, T target) {
        return (T) Proxy.newProxyInstance(
                CellJob.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(method, target, arguments));
    }

    private @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null
                && arguments.length == 1
                && (arguments[0] instanceof OffsetCommit || arguments[0] instanceof MetricBatch)) {
            beforeNextCommit.getAndSet(() -> {}).run();
        }
        try {
            Object answer = method.invoke(target, arguments);
            note(answer, arguments);
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** Where store or ledger stand after what they have answered. */
    private void note(@Nullable Object answer, Object @Nullable [] arguments) {
        if (answer instanceof Map<?, ?> entries) {
            entries.forEach(
                    (partition, entry) -> positions.put((TopicPartition) partition, ((StoredOffset) entry).offset()));
        }
        Object asked = arguments == null || arguments.length == 0 ? "" : arguments[0];
        if (asked instanceof OffsetCommit commit) {
            commit.ranges().forEach(this::note);
        } else if (asked instanceof MetricBatch batch) {
            batch.ranges().forEach(this::note);
        } else if (asked instanceof OffsetReposition reposition) {
            reposition.moves().forEach((partition, move) -> move.next()
                    .ifPresent(next -> positions.put(partition, next.offset())));
        }
    }

    private void note(PartitionRange range) {
        positions.put(range.partition(), range.until());
    }

    /** How many offsets the server that suffers has confirmed as done. */
    long confirmed() {
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Every failure after which it was started again by itself. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    boolean isRunning() {
        return stream.isRunning();
    }

    /** Whether it runs, and does not wait for its next start. */
    boolean isWell() {
        return stream.isRunning() && !failing;
    }

    /** What ended it for good. */
    Optional<Throwable> end() throws InterruptedException {
        try {
            stream.awaitTermination(Duration.ZERO);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    /** How often each value was counted. */
    static SortedMap<Integer, Long> counted(String topic, MetricReader reader) {
        MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
        SortedMap<Integer, Long> counted = new TreeMap<>();
        reader.read(new GroupId(topic), List.of(totals)).totals(totals).forEach((tags, value) -> {
            if (value instanceof MetricValue.Sum sum) {
                counted.merge(Integer.valueOf(tags.getOrDefault("value", "-1")), sum.value(), Math::addExact);
            }
        });
        return counted;
    }

    /** How many offsets are stored as done. */
    static long stored(String topic, OffsetStore store) {
        return store.load(new GroupId(topic), Set.of(topic)).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }

    /** Ends it as its operator does. */
    @Override
    public void close() {
        stream.close();
        target.close();
    }
}
