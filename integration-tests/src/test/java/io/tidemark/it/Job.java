package io.tidemark.it;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.spark.Batch;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.spark.StreamStarter;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A job that counts how often it sees each value: what was lost shows as missing, what came twice as 2. */
final class Job {

    static final Duration LONG = Duration.ofSeconds(90);

    private final GroupId group;
    private final String topic;
    private final SortedMap<Integer, Long> seen = new ConcurrentSkipListMap<>();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final AtomicInteger restarts = new AtomicInteger();

    Job(String group, String topic) {
        this.group = new GroupId(group);
        this.topic = topic;
    }

    GroupId group() {
        return group;
    }

    String topic() {
        return topic;
    }

    /** Starts it on a store. A batch is seen before its offsets are committed. */
    ManagedStream start(OffsetStore store) {
        return begin(store, RestartPolicy.none())
                .atLeastOnce(batch -> values(batch).forEach(this::see));
    }

    /** Starts it so that a batch's offsets are committed before it is seen: what it sees, nobody else has committed. */
    ManagedStream startCommittingFirst(OffsetStore store, Runnable afterEachBatch) {
        return begin(store, RestartPolicy.none()).atMostOnce(batch -> {
            values(batch).forEach(this::see);
            afterEachBatch.run();
        });
    }

    /** Starts it with a sink that outlives whatever happens to the store, and with restarts by itself. */
    ManagedStream startIntoSink(OffsetStore store) {
        return startInto(sink, store);
    }

    /** The same with another sink. */
    ManagedStream startInto(MetricSink other, OffsetStore store) {
        RestartPolicy often = RestartPolicy.times(100).withDelays(Duration.ofMillis(500), Duration.ofSeconds(2));
        return begin(store, often).exactlyOnceInto(other, batch -> values(batch).stream()
                .map(value -> Measurement.timeless("seen", Map.of("value", value.toString()), new MetricValue.Sum(1)))
                .toList());
    }

    private StreamStarter<byte[], byte[]> begin(OffsetStore store, RestartPolicy policy) {
        return ManagedStream.of(
                LocalSpark.CONTEXT,
                store,
                StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                        .group(group.value())
                        .topics(topic)
                        .kafka(Servers.kafkaParams())
                        .batchInterval(Duration.ofMillis(200))
                        .restarts(policy)
                        .listener(new StreamListener() {
                            @Override
                            public void failed(StreamFailed event) {
                                if (event.willRestart()) {
                                    restarts.incrementAndGet();
                                }
                            }
                        })
                        .shutdownHook(StreamSettings.ShutdownHook.OFF)
                        .build());
    }

    private static List<Integer> values(Batch<byte[], byte[]> batch) {
        return batch.records().map(record -> new String(record.value(), StandardCharsets.UTF_8)).collect().stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** Notes a value, as whoever does this job's work. */
    void see(int value) {
        seen.merge(value, 1L, Long::sum);
    }

    /** How often each value was seen. */
    SortedMap<Integer, Long> seen() {
        return new TreeMap<>(seen);
    }

    /** How often the sink has counted each value. */
    SortedMap<Integer, Long> counted() {
        MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
        SortedMap<Integer, Long> counted = new TreeMap<>();
        sink.read(group, List.of(totals)).totals(totals).forEach((tags, value) -> {
            if (value instanceof MetricValue.Sum sum) {
                counted.merge(Integer.valueOf(tags.getOrDefault("value", "-1")), sum.value(), Math::addExact);
            }
        });
        return counted;
    }

    /** How often it was started again by itself. */
    int restarts() {
        return restarts.get();
    }

    /** Every value of a range, once. */
    static SortedMap<Integer, Long> onceEach(int from, int until) {
        SortedMap<Integer, Long> once = new TreeMap<>();
        for (int value = from; value < until; value++) {
            once.put(value, 1L);
        }
        return once;
    }
}
