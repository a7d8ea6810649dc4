package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * E4 and its like: offsets that hold no record for a consumer. Spark's own reader waits for a record at them and fails
 * the batch after its poll time-out: seen with the RDD that Spark forms handed to the job, in place of
 * {@code RangeRecords} in {@code StreamRun.runBatch}.
 */
class TransactionalTopicIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @Test
    void markersAndAbortedTransactionsArePassedOver() {
        String topic = TestCluster.newTopic(1);
        Map<String, Object> committedOnly = new HashMap<>(TestCluster.params());
        committedOnly.put("isolation.level", "read_committed");
        try (KafkaProducer<byte[], byte[]> producer = transactional();
                ManagedStream stream = ManagedStream.of(
                                TestSpark.context(),
                                store,
                                Counting.settings("transactional", topic)
                                        .kafka(committedOnly)
                                        .readTimeout(Duration.ofSeconds(10))
                                        .build())
                        .exactlyOnceInto(sink, Counting::measure)) {
            producer.initTransactions();
            transaction(producer, topic, 0, 20, Outcome.COMMIT);
            await().atMost(LONG)
                    .until(() -> Counting.counted(sink, "transactional").size() == 20);
            // ranges of nothing but aborted records and a marker, one batch after the other
            transaction(producer, topic, 900, 10, Outcome.ABORT);
            transaction(producer, topic, 910, 1, Outcome.ABORT);
            transaction(producer, topic, 20, 20, Outcome.COMMIT);
            await().atMost(LONG)
                    .until(() -> Counting.counted(sink, "transactional").size() == 40);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "transactional")).isEqualTo(Counting.onceEach(40));
    }

    @Test
    void holesInACompactedTopicArePassedOver() {
        String topic = TestCluster.newTopic(
                1,
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, "compact",
                        TopicConfig.SEGMENT_MS_CONFIG, "100",
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.01",
                        TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(TestCluster.params(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int value = 0; value < 200; value++) {
                TestCluster.await(producer.send(new ProducerRecord<>(topic, 0, bytes(value % 10), bytes(value))));
            }
        }
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("compacted", topic).build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "compacted").containsKey(199));
            assertThat(stream.isRunning()).isTrue();
        }
        // how much was compacted by then is the broker's affair; what was there came once
        assertThat(Counting.counted(sink, "compacted").values()).containsOnly(1L);
    }

    private enum Outcome {
        COMMIT,
        ABORT
    }

    private static void transaction(
            KafkaProducer<byte[], byte[]> producer, String topic, int firstValue, int count, Outcome outcome) {
        producer.beginTransaction();
        for (int value = firstValue; value < firstValue + count; value++) {
            TestCluster.await(producer.send(new ProducerRecord<>(topic, 0, null, bytes(value))));
        }
        if (outcome == Outcome.COMMIT) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }

    private static byte[] bytes(int value) {
        return Integer.toString(value).getBytes(StandardCharsets.UTF_8);
    }

    private static KafkaProducer<byte[], byte[]> transactional() {
        Map<String, Object> params = new HashMap<>(TestCluster.params());
        params.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test-" + UUID.randomUUID());
        params.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(params, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
