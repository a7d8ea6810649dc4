package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.tidemark.deadletter.DeadLetterException;
import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.deadletter.PoisonRecordException;
import io.tidemark.deadletter.RejectedRecordException;
import io.tidemark.deadletter.RejectedRecords;
import io.tidemark.deadletter.Rejection;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchSplit;
import io.tidemark.stream.event.StreamListener;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Records that a deserializer or the job's function fails on, with real Kafka and Spark. The job counts its values; it
 * fails on multiples of ten, and rejects those of seven by a reason of its own.
 */
class PoisonRecordsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int VALUES = 100;

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final String topic = TestCluster.newTopic(2);
    private final String letters = topic + "-rejected";
    private final List<BatchCommitted> commits = new CopyOnWriteArrayList<>();
    private final List<BatchSplit> splits = new CopyOnWriteArrayList<>();

    @Test
    void skippedRecordsAreCountedWithTheirBatchByReason() {
        produce();
        try (ManagedStream stream = start("skip", PoisonPolicy.skip(), sink)) {
            awaitRead(stream);
            assertThat(stream.lastProgress().rejected()).isEqualTo(25);
            assertThat(stream.lastProgress().toString()).contains("rejected=25");
        }
        assertThat(Counting.counted(sink, "skip")).isEqualTo(expected());
        assertThat(rejected("skip"))
                .containsExactly(
                        entry("failed", 10L),
                        entry("multiple-of-seven", 13L),
                        entry("undecodable-key", 1L),
                        entry("undecodable-value", 1L));
        assertThat(commits.stream()
                        .mapToLong(event -> event.report().rejectedCount())
                        .sum())
                .isEqualTo(25);
    }

    @Test
    void deadLetterRecordsHaveTheBytesTheReasonAndTheOrigin() {
        produce();
        try (ManagedStream stream = start("letters", PoisonPolicy.deadLetter(letters), sink)) {
            awaitRead(stream);
        }
        assertThat(Counting.counted(sink, "letters")).isEqualTo(expected());
        assertThat(rejected("letters").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(25);
        assertThat(sent()).hasSize(25).allSatisfy((rejection, times) -> assertThat(times)
                .isEqualTo(1));
        ConsumerRecord<byte[], byte[]> badKey = read(letters).stream()
                .filter(record -> headers(record).contains("reason=undecodable-key"))
                .findFirst()
                .orElseThrow();
        assertThat(badKey.key()).isEqualTo(new byte[] {1, 2, 3});
        assertThat(badKey.value()).isEqualTo(bytes(4));
        assertThat(headers(badKey))
                .startsWith("trace=t", "reason=undecodable-key", "topic=" + topic, "partition=0", "offset=50");
    }

    @Test
    void aSplitBatchNeitherRepeatsDeadLetterRecordsNorCountsThemTwice() {
        produce();
        try (ManagedStream stream = start("split", PoisonPolicy.deadLetter(letters), limited(25))) {
            awaitRead(stream);
        }
        assertThat(splits).isNotEmpty();
        assertThat(Counting.counted(sink, "split")).isEqualTo(expected());
        assertThat(rejected("split").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(25);
        assertThat(sent()).hasSize(25).allSatisfy((rejection, times) -> assertThat(times)
                .isEqualTo(1));
    }

    @Test
    void aFailureBetweenTheDeadLetterRecordsAndTheCommitRepeatsThemAndCountsThemOnce() {
        produce();
        try (ManagedStream stream = start("crash", PoisonPolicy.deadLetter(letters), failingOnce())) {
            awaitRead(stream);
        }
        assertThat(Counting.counted(sink, "crash")).isEqualTo(expected());
        assertThat(rejected("crash").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(25);
        assertThat(sent()).hasSize(25).containsValue(2L);
    }

    @Test
    void aBatchWhoseDeadLetterRecordsAreRefusedDoesNotCount() {
        TestCluster.kafka().createTopic(letters, 1, Map.of("max.message.bytes", "150"));
        TestCluster.send(new ProducerRecord<>(topic, 0, new byte[4], bytes(1)));
        TestCluster.send(new ProducerRecord<>(topic, 0, new byte[4], new byte[1_000]));
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        settings("refused", PoisonPolicy.deadLetter(letters)).build())
                .exactlyOnceInto(sink, PoisonRecordsIT::measure);
        try (stream) {
            assertThatThrownBy(() -> stream.awaitTermination(LONG))
                    .isInstanceOf(BatchFailedException.class)
                    .hasCauseInstanceOf(DeadLetterException.class)
                    .cause()
                    .hasMessageContaining("Cannot send a rejected record to the dead-letter topic '" + letters + "'");
        }
        assertThat(Counting.counted(sink, "refused")).isEmpty();
        assertThat(rejected("refused")).isEmpty();
    }

    @Test
    void withoutAPolicyTheMessageNamesTheRecord() {
        TestCluster.send(new ProducerRecord<>(topic, 1, new byte[4], bytes(10)));
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        settings("fail", PoisonPolicy.fail()).build())
                .exactlyOnceInto(sink, PoisonRecordsIT::measure);
        try (stream) {
            assertThatThrownBy(() -> stream.awaitTermination(LONG))
                    .hasCauseInstanceOf(PoisonRecordException.class)
                    .cause()
                    .hasMessageContaining("Cannot process the record at offset 0 of topic " + topic
                            + ", partition 1 (failed): " + "java.lang.IllegalStateException: a multiple of ten");
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNoReasonToSkipARecord() {
        TestCluster.send(new ProducerRecord<>(topic, 1, new byte[4], bytes(1)));
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        settings("transient", PoisonPolicy.skip()).build())
                .exactlyOnceInto(
                        sink,
                        batch -> List.of(Measurement.timeless(
                                "seen",
                                Map.of(),
                                new MetricValue.Sum(
                                        batch.map(PoisonRecordsIT::away).count()))))) {
            assertThatThrownBy(() -> stream.awaitTermination(LONG))
                    .hasCauseInstanceOf(PoisonRecordException.class)
                    .cause()
                    .hasMessageContaining("A server that does not answer is no reason to reject a record");
        }
        assertThat(rejected("transient")).isEmpty();
    }

    private static String away(ConsumerRecord<Integer, Long> record) {
        throw new IllegalStateException(record.topic(), new ConnectException("refused"));
    }

    /** A handler writes its own output, and can write the counts with it; each action rejects the same records. */
    @Test
    void aHandlerSeesWhatItsActionsHaveRejected() {
        produce();
        RejectedRecords all = new RejectedRecords();
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        settings("handler", PoisonPolicy.skip()).build())
                .atLeastOnce(batch -> {
                    long values = batch.map(PoisonRecordsIT::value).count();
                    assertThat(batch.map(PoisonRecordsIT::value).count()).isEqualTo(values);
                    synchronized (all) {
                        all.merge(batch.rejected());
                    }
                })) {
            awaitRead(stream);
        }
        synchronized (all) {
            assertThat(all.count()).isEqualTo(25);
            assertThat(all.toString()).contains("topic " + topic + ", partition 0, offset ");
        }
        assertThat(commits.stream()
                        .mapToLong(event -> event.report().rejectedCount())
                        .sum())
                .isEqualTo(25);
    }

    @Test
    void aStreamMustNotReadItsOwnDeadLetterTopic() {
        JavaSparkContext spark = TestSpark.context();
        StreamSettings<Integer, Long> settings =
                settings("own", PoisonPolicy.deadLetter(topic)).build();
        assertThatThrownBy(() -> ManagedStream.of(spark, store, settings).atLeastOnce(batch -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the dead-letter topic " + topic + " is among the topics to read");
    }

    /** 0 to 99 in turn, then a key and a value that are no numbers. */
    private void produce() {
        for (int value = 0; value < VALUES; value++) {
            TestCluster.send(new ProducerRecord<>(topic, value % 2, new byte[4], bytes(value)));
        }
        TestCluster.send(new ProducerRecord<>(
                topic, 0, null, new byte[] {1, 2, 3}, bytes(4), List.of(new RecordHeader("trace", new byte[] {'t'}))));
        TestCluster.send(new ProducerRecord<>(topic, 1, null, "nonsense!".getBytes(StandardCharsets.UTF_8)));
    }

    private static SortedMap<Integer, Long> expected() {
        SortedMap<Integer, Long> expected = Counting.onceEach(VALUES);
        expected.keySet().removeIf(value -> value % 10 == 0 || value % 7 == 0);
        return expected;
    }

    private static byte[] bytes(long value) {
        return java.nio.ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private ManagedStream start(String group, PoisonPolicy policy, MetricSink into) {
        return ManagedStream.of(
                        TestSpark.context(), store, settings(group, policy).build())
                .exactlyOnceInto(into, PoisonRecordsIT::measure);
    }

    private StreamSettings.Builder<Integer, Long> settings(String group, PoisonPolicy policy) {
        return StreamSettings.builder(IntegerDeserializer.class, LongDeserializer.class)
                .group(group)
                .topics(topic)
                .kafka(TestCluster.params())
                .batchInterval(Duration.ofMillis(200))
                .restarts(RestartPolicy.times(group.equals("crash") ? 1 : 0))
                .poison(policy)
                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                .listener(new StreamListener() {
                    @Override
                    public void batchCommitted(BatchCommitted event) {
                        commits.add(event);
                    }

                    @Override
                    public void split(BatchSplit event) {
                        splits.add(event);
                    }
                });
    }

    private static List<Measurement> measure(Batch<Integer, Long> batch) {
        return batch.map(PoisonRecordsIT::value).countByValue().entrySet().stream()
                .map(seen -> Measurement.timeless(
                        "seen", Map.of("value", seen.getKey()), new MetricValue.Sum(seen.getValue())))
                .toList();
    }

    private static String value(ConsumerRecord<Integer, Long> record) {
        if (record.value() % 10 == 0) {
            throw new IllegalStateException("a multiple of ten");
        }
        if (record.value() % 7 == 0) {
            throw new RejectedRecordException("multiple-of-seven");
        }
        return record.value().toString();
    }

    private static void awaitRead(ManagedStream stream) {
        await().atMost(LONG).until(() -> {
            if (stream.awaitTermination(Duration.ofMillis(20))) {
                throw new AssertionError("The stream ended by itself");
            }
            return stream.lastProgress().records() >= VALUES + 2;
        });
    }

    private SortedMap<String, Long> rejected(String group) {
        MetricQuery.Totals totals = new MetricQuery.Totals(RejectedRecords.METRIC, Period.all());
        SortedMap<String, Long> counts = new TreeMap<>();
        sink.read(new GroupId(group), List.of(totals)).totals(totals).forEach((tags, value) -> {
            assertThat(tags).containsEntry("topic", topic);
            counts.put(tags.getOrDefault("reason", ""), ((MetricValue.Sum) value).value());
        });
        return counts;
    }

    private Map<Rejection, Long> sent() {
        return Rejection.readAll(new DeadLetterTopic(TestCluster.params(), letters));
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(TestCluster.params(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private MetricSink limited(int measurements) {
        return onWrite(batch -> {
            if (batch.measurements().size() > measurements) {
                throw new BatchTooLargeException("this sink takes " + measurements);
            }
        });
    }

    private MetricSink failingOnce() {
        AtomicBoolean failed = new AtomicBoolean();
        return onWrite(batch -> {
            if (!failed.getAndSet(true)) {
                throw new OffsetStoreException("the sink is away");
            }
        });
    }

    private MetricSink onWrite(java.util.function.Consumer<MetricBatch> before) {
        return (MetricSink) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MetricSink.class}, (proxy, method, arguments) -> {
                    if (isWrite(arguments)) {
                        before.accept((MetricBatch) arguments[0]);
                    }
                    try {
                        return method.invoke(sink, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static boolean isWrite(Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof MetricBatch;
    }
}
