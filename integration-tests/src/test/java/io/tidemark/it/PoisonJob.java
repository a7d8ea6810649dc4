package io.tidemark.it;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.deadletter.RejectedRecordException;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.spark.Batch;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import redis.clients.jedis.RedisClient;

/**
 * A job that counts amounts in Redis, exactly once, and sends records that it cannot process to a dead-letter topic. It
 * runs in a process of its own until it is killed.
 */
public final class PoisonJob {

    /** While this key exists in Redis, a batch whose records were read is not written. */
    static final String HOLD = "hold";
    /** Exists while a batch waits for that. */
    static final String HELD = "held";

    private PoisonJob() {}

    /** The arguments are brokers, topic, group, Redis, store and dead-letter topic. */
    public static void main(String[] args) throws Exception {
        StreamSettings<byte[], Long> settings = StreamSettings.builder(ByteArrayDeserializer.class, Amounts.class)
                .group(args[2])
                .topics(args[1])
                .kafka(Map.of("bootstrap.servers", args[0]))
                .batchInterval(Duration.ofMillis(100))
                .maxRecordsPerBatch(20)
                .poison(PoisonPolicy.deadLetter(args[5]))
                .build();
        try (RedisClient redis = RedisClient.create(args[3]);
                OpenOffsetStore store = OffsetStores.open(args[4]);
                ManagedStream stream = ManagedStream.of(LocalSpark.CONTEXT, store.store(), settings)
                        .exactlyOnceInto(new RedisMetricSink(redis), batch -> {
                            List<Measurement> seen = measure(batch);
                            while (redis.exists(HOLD)) {
                                redis.set(HELD, "");
                                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                            }
                            return seen;
                        })) {
            stream.awaitTermination();
        }
    }

    private static List<Measurement> measure(Batch<byte[], Long> batch) {
        return batch.map(PoisonJob::accepted).countByValue().entrySet().stream()
                .map(seen -> Measurement.timeless(
                        "seen", Map.of("amount", seen.getKey().toString()), new MetricValue.Sum(seen.getValue())))
                .toList();
    }

    private static Long accepted(ConsumerRecord<byte[], Long> record) {
        if (record.value() < 0) {
            throw new RejectedRecordException("negative");
        }
        if (record.value() % 10 == 9) {
            throw new IllegalStateException("this job has a defect in amounts that end with a nine");
        }
        return record.value();
    }

    /** Amounts as text. */
    public static final class Amounts implements Deserializer<Long> {

        @Override
        public Long deserialize(String topic, byte[] data) {
            try {
                return Long.valueOf(new String(data, StandardCharsets.UTF_8));
            } catch (NumberFormatException e) {
                throw new SerializationException("no number", e);
            }
        }
    }
}
