package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.redis.DataCopy;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.spark.Batch;
import io.tidemark.spark.BatchMeasure;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.ReplayStarted;
import io.tidemark.stream.event.StreamConflicted;
import io.tidemark.stream.event.StreamListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A job that runs while its Redis is killed and comes back from a copy that is ten batches old; nobody helps. */
@EmbeddedOnly("a copy of the files of the server")
class RestoredUnderStreamIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 3;
    private static final int BATCHES_LOST = 10;
    private static final List<String> CITIES = List.of("200", "755", "769");

    @TempDir
    private Path backup;

    private final String topic = "orders-" + UUID.randomUUID();
    private final EmbeddedRedis server = EmbeddedRedis.start();
    private final RedisClient client = RedisClient.create(server.uri());
    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final Heard heard = new Heard();
    private final RedisMetricSink sink = new RedisMetricSink(
            client, RedisMetricSinkSettings.builder().keepForever().build());
    private final GroupId group = new GroupId(topic);
    private Traffic traffic;

    @BeforeEach
    void begin() {
        Servers.KAFKA.createTopic(topic, PARTITIONS);
        traffic = new Traffic(topic);
    }

    @AfterEach
    void close() {
        traffic.close();
        client.close();
        server.close();
    }

    @Test
    void aRedisKilledInMidStreamIsRefilledFromTheLedgerOfItsCopy() throws IOException {
        try (ManagedStream stream = stream(RestoredUnderStreamIT::measure)) {
            awaitBatches(5);
            DataCopy copy = DataCopy.of(server, backup);
            awaitBatches(BATCHES_LOST);
            copy.restore();

            assertTotalsEqualTheRecount(stream);
        }
    }

    /** The stream does not see that Redis was away: its next write finds a ledger that has gone back. */
    @Test
    void aRedisRestoredBetweenTwoWritesIsRefilledFromTheLedgerOfItsCopy() throws Exception {
        Pause pause = new Pause();
        try (ManagedStream stream = stream(batch -> {
            pause.here();
            return measure(batch);
        })) {
            awaitBatches(5);
            DataCopy copy = DataCopy.of(server, backup);
            awaitBatches(BATCHES_LOST);
            pause.begin();
            copy.restore();
            pause.end();

            assertTotalsEqualTheRecount(stream);
        }
    }

    private void assertTotalsEqualTheRecount(ManagedStream stream) {
        await().atMost(PATIENCE).until(() -> heard.refilled.get() > 0);
        awaitBatches(5);
        Map<String, Long> sent = traffic.stop();
        await().atMost(PATIENCE)
                .until(() -> stored()
                        == sent.values().stream().mapToLong(Long::longValue).sum());

        assertThat(counted()).isEqualTo(sent);
        assertThat(stream.isRunning()).isTrue();
        assertThat(heard.refilled.get()).isGreaterThanOrEqualTo(BATCHES_LOST);
        assertThat(heard.conflicts).hasValue(0);
    }

    private void awaitBatches(int more) {
        int before = heard.batches.get();
        await().atMost(PATIENCE).until(() -> heard.batches.get() >= before + more);
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new HashMap<>();
        Totals orders = new Totals("orders", Period.all());
        new RedisMetricReader(client)
                .read(group, List.of(orders))
                .totals(orders)
                .forEach((tags, value) -> counted.put(tags.getOrDefault("city", ""), ((Sum) value).value()));
        return counted;
    }

    private long stored() {
        return store.load(group, Set.of(topic)).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }

    private ManagedStream stream(BatchMeasure<byte[], byte[]> measure) {
        return ManagedStream.of(
                        LocalSpark.CONTEXT,
                        store,
                        StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                                .group(group.value())
                                .topics(topic)
                                .kafka(Servers.kafkaParams())
                                .batchInterval(Duration.ofMillis(100))
                                .restarts(RestartPolicy.times(100)
                                        .withDelays(Duration.ofMillis(50), Duration.ofSeconds(1)))
                                .listener(heard)
                                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                                .build())
                .exactlyOnceInto(sink, measure);
    }

    private static List<Measurement> measure(Batch<byte[], byte[]> batch) {
        Map<String, Long> byCity = new HashMap<>();
        batch.records()
                .map(order -> new String(order.value(), StandardCharsets.UTF_8))
                .collect()
                .forEach(city -> byCity.merge(city, 1L, Long::sum));
        return byCity.entrySet().stream()
                .map(city -> Measurement.timeless("orders", Map.of("city", city.getKey()), new Sum(city.getValue())))
                .toList();
    }

    private static final class Heard implements StreamListener {

        private final AtomicInteger batches = new AtomicInteger();
        private final AtomicLong refilled = new AtomicLong();
        private final AtomicInteger conflicts = new AtomicInteger();

        @Override
        public void batchCommitted(BatchCommitted event) {
            batches.incrementAndGet();
        }

        @Override
        public void replaying(ReplayStarted event) {
            refilled.addAndGet(event.offsets());
        }

        @Override
        public void conflicted(StreamConflicted event) {
            conflicts.incrementAndGet();
        }
    }

    /** Holds the stream where it has measured a batch and not written it yet. */
    private static final class Pause {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean wanted;

        void begin() throws InterruptedException {
            wanted = true;
            assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        void end() {
            over.countDown();
        }

        void here() throws InterruptedException {
            if (wanted) {
                reached.countDown();
                over.await();
            }
        }
    }

    /** Orders of all cities, in all partitions, one after the other until it is told to stop. */
    private static final class Traffic implements AutoCloseable {

        private final String topic;
        private final Map<String, Long> sentByCity = new HashMap<>();
        private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.KAFKA.bootstrapServers(), ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        private final CompletableFuture<Void> sending;
        private volatile boolean stopped;

        Traffic(String topic) {
            this.topic = topic;
            this.sending = CompletableFuture.runAsync(this::send);
        }

        private void send() {
            for (int i = 0; !stopped; i++) {
                String city = CITIES.get(i * i % CITIES.size());
                byte[] value = city.getBytes(StandardCharsets.UTF_8);
                try {
                    producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value))
                            .get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
                sentByCity.merge(city, 1L, Long::sum);
            }
        }

        /** Stops and answers with how many orders of each city were sent. */
        Map<String, Long> stop() {
            stopped = true;
            sending.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            return sentByCity;
        }

        @Override
        public void close() {
            stop();
            producer.close();
        }
    }
}
