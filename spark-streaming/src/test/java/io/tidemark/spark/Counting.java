package io.tidemark.spark;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A job that counts how often it sees each value: what was lost shows as missing, what came twice as 2. */
public final class Counting {

    private Counting() {}

    public static StreamSettings.Builder<byte[], byte[]> settings(String group, String topic) {
        return StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group(group)
                .topics(topic)
                .kafka(TestCluster.params())
                .batchInterval(java.time.Duration.ofMillis(200))
                .shutdownHook(StreamSettings.ShutdownHook.OFF);
    }

    /** One measurement for each value. */
    public static List<Measurement> measure(Batch<byte[], byte[]> batch) {
        return batch
                .records()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .countByValue()
                .entrySet()
                .stream()
                .map(seen -> Measurement.timeless(
                        "seen", Map.of("value", seen.getKey()), new MetricValue.Sum(seen.getValue())))
                .toList();
    }

    /** One value, seen once. */
    public static Measurement one(int value) {
        return Measurement.timeless("seen", Map.of("value", Integer.toString(value)), new MetricValue.Sum(1));
    }

    /** How often each value was counted. */
    public static SortedMap<Integer, Long> counted(InMemoryMetricSink sink, String group) {
        MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
        TreeMap<Integer, Long> counted = new TreeMap<>();
        sink.read(new GroupId(group), List.of(totals)).totals(totals).forEach((tags, value) -> {
            if (value instanceof MetricValue.Sum sum) {
                counted.merge(Integer.valueOf(tags.getOrDefault("value", "-1")), sum.value(), Math::addExact);
            }
        });
        return counted;
    }

    /** What an exact job has counted of the values from 0 on. */
    public static SortedMap<Integer, Long> onceEach(int values) {
        TreeMap<Integer, Long> once = new TreeMap<>();
        for (int value = 0; value < values; value++) {
            once.put(value, 1L);
        }
        return once;
    }
}
