package io.tidemark.cli;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.stream.keeping.BatchLoop;
import io.tidemark.stream.keeping.BatchOutput;
import io.tidemark.stream.keeping.KeepingSettings;
import io.tidemark.stream.keeping.RangeConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import redis.clients.jedis.RedisClient;

/** A job that counts each value in Redis, exactly once, in a process of its own. It runs until it is killed. */
public final class NightJob {

    private NightJob() {}

    /** Runs the job. The arguments are brokers, topic, group, sink, store, and the user and password of the store. */
    public static void main(String[] args) throws Exception {
        Map<String, String> login = args.length > 5 ? Map.of("user", args[5], "password", args[6]) : Map.of();
        KeepingSettings settings = KeepingSettings.builder()
                .group(args[2])
                .topics(args[1])
                .kafka(Map.of("bootstrap.servers", args[0]))
                .maxRecordsPerBatch(100)
                .build();
        try (OpenOffsetStore store = OffsetStores.open(args[4], login);
                RedisClient redis = RedisClient.create(args[3]);
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                        settings.consumerParams(), new StringDeserializer(), new StringDeserializer())) {
            RangeConsumer<String, String> reader = new RangeConsumer<>(consumer, Duration.ofSeconds(60));
            BatchOutput<List<PartitionRange>> counts =
                    BatchOutput.exactlyOnceInto(new RedisMetricSink(redis), ranges -> {
                        Map<String, Long> seen = new TreeMap<>();
                        reader.forEach(ranges, record -> seen.merge(record.value(), 1L, Long::sum));
                        return seen.entrySet().stream()
                                .map(one -> Measurement.timeless(
                                        "seen", Map.of("value", one.getKey()), new MetricValue.Sum(one.getValue())))
                                .toList();
                    });
            try (BatchLoop loop = BatchLoop.open(settings, store.store(), counts)) {
                while (true) {
                    if (loop.runBatch() == 0) {
                        Thread.sleep(100);
                    }
                }
            }
        }
    }
}
