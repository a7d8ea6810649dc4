package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.TestKafka;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that is killed under a running stream, and comes back. */
@Tag("long")
class BrokerOutageIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** Not the one of all other tests, which share it. */
    private static final TestKafka KAFKA = TestKafka.start();

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @AfterAll
    static void close() {
        KAFKA.close();
    }

    /** The look at the cluster waits; no restart is allowed here, so the stream would end if it did not. */
    @Test
    void anOutageShorterThanTheStreamWaitsIsSatOut() {
        KAFKA.createTopic("short", 2);
        produce("short", 0, 50);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        settings("short", Duration.ofSeconds(60)).build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "short").size() == 50);
            KAFKA.kill();
            KAFKA.restart();
            produce("short", 50, 50);
            await().atMost(LONG)
                    .until(() -> !stream.isRunning()
                            || Counting.counted(sink, "short").size() == 100);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "short")).isEqualTo(Counting.onceEach(100));
    }

    /** Killed in the middle of a batch, and away for so long that two lives of the stream fail. */
    @Test
    void afterALongerOneTheSupervisorBeginsAgainAndNothingIsLostOrTwice() throws InterruptedException {
        KAFKA.createTopic("long", 2);
        produce("long", 0, 50);
        CountDownLatch inBatch = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        AtomicInteger restarts = new AtomicInteger();
        RestartPolicy patient = RestartPolicy.times(50).withDelays(Duration.ofMillis(100), Duration.ofMillis(500));
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        settings("long", Duration.ofSeconds(2))
                                .restarts(patient)
                                .listener(new StreamListener() {
                                    @Override
                                    public void failed(StreamFailed event) {
                                        if (event.willRestart()) {
                                            restarts.incrementAndGet();
                                        }
                                    }
                                })
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    inBatch.countDown();
                    killed.await();
                    return Counting.measure(batch);
                });
        try (stream) {
            assertThat(inBatch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            KAFKA.kill();
            killed.countDown();
            await().atMost(LONG).until(() -> restarts.get() >= 2);
            KAFKA.restart();
            produce("long", 50, 50);
            await().atMost(LONG)
                    .until(() -> !stream.isRunning()
                            || Counting.counted(sink, "long").size() == 100);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "long")).isEqualTo(Counting.onceEach(100));
    }

    private static StreamSettings.Builder<byte[], byte[]> settings(String name, Duration clusterTimeout) {
        return Counting.settings(name, name)
                .kafka(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))
                .clusterTimeout(clusterTimeout)
                .readTimeout(Duration.ofSeconds(1));
    }

    private static void produce(String topic, int firstValue, int count) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int value = firstValue; value < firstValue + count; value++) {
                var unused = producer.send(new ProducerRecord<>(
                        topic, value % 2, null, Integer.toString(value).getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
