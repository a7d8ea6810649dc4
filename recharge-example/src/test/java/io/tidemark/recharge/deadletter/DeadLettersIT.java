package io.tidemark.recharge.deadletter;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.deadletter.DeadLetterException;
import io.tidemark.deadletter.DeadLetterSender;
import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.deadletter.Replay;
import io.tidemark.deadletter.Replayed;
import io.tidemark.deadletter.Selection;
import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.KafkaClients;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RunningJob;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.load.TopicAccess;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.BatchFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected records with Kafka and Spark: they are sent to the dead-letter topic and replayed. */
class DeadLettersIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int PARTITIONS = 3;
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.123Z");

    private static EmbeddedKafka kafka;
    private static JavaSparkContext spark;

    @TempDir
    private Path folder = Path.of("");

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final String source = "log-" + UUID.randomUUID();
    private final String letters = source + "-dead-letters";

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
        spark = SparkContexts.create("dead-letters", Optional.of("local[2]"));
    }

    @AfterAll
    static void stop() {
        spark.close();
        kafka.close();
    }

    @BeforeEach
    void createTopic() {
        try (TopicAccess access = new TopicAccess(client())) {
            access.createIfMissing(source, PARTITIONS);
        }
    }

    @Test
    void aLetterIsTheRecordWithWhyAndWhereItWasRejected() throws Exception {
        Header own = new RecordHeader("trace", new byte[] {1, 2});
        Header alike = new RecordHeader("topic", "mine".getBytes(StandardCharsets.UTF_8));
        send(1, "key", order().withText("chargefee", "5.00").json(), own, alike);
        send(2, null, null);
        send(1, null, order().json());
        runUntilRead(Map.of(), 3);
        assertThat(report().records())
                .hasToString(
                        "Records[read=3, orders=1, ignored=0, rejected=2, rejectedByReason={MALFORMED=1, NO_SERVICE=0, "
                                + "BAD_RESULT=0, BAD_AMOUNT=1, BAD_START=0, BAD_REGION=0}]");
        List<ConsumerRecord<byte[], byte[]>> all = read(letters);
        assertThat(all).hasSize(2);
        ConsumerRecord<byte[], byte[]> amount = all.get(0);
        assertThat(new String(amount.key(), StandardCharsets.UTF_8)).isEqualTo("key");
        assertThat(new String(amount.value(), StandardCharsets.UTF_8))
                .isEqualTo(order().withText("chargefee", "5.00").json());
        assertThat(amount.partition()).isEqualTo(1);
        assertThat(headers(amount))
                .containsExactly(
                        "trace=\u0001\u0002",
                        "topic=mine",
                        "reason=bad-amount",
                        "topic=" + source,
                        "partition=1",
                        "offset=0",
                        "time=" + TIME);
        ConsumerRecord<byte[], byte[]> nothing = all.get(1);
        assertThat(nothing.key()).isNull();
        assertThat(nothing.value()).isNull();
        assertThat(headers(nothing)).contains("reason=malformed", "partition=2", "offset=0");
    }

    @Test
    void whatIsFixedComesBackOnceAndCountsAsNewRecords() throws Exception {
        for (int i = 0; i < 40; i++) {
            send(i % PARTITIONS, null, order().withText("chargefee", i + ".00").json());
        }
        send(0, null, order().withText("cityCode", "nowhere").json());
        runUntilRead(Map.of(), 41);
        Replayed rehearsed = replay(Set.of()).rehearse(read -> {});
        assertThat(rehearsed.selectedByReason())
                .containsExactly(Map.entry("bad-amount", 40L), Map.entry("bad-region", 1L));
        assertThat(rehearsed.sent()).isZero();
        assertThat(ends()).isEqualTo(41);

        Replayed sent = replay(Set.of("bad-amount")).execute(read -> {});
        assertThat(sent.sent()).isEqualTo(40);
        assertThat(sent.notSelected()).isEqualTo(1);
        runUntilRead(Map.of("dictionary.tags.amount.type", "yuan"), 81);
        RechargeReport report = report();
        assertThat(report.records().orders()).isEqualTo(40);
        assertThat(report.overall().amountFen()).isEqualTo(100 * (39 * 40 / 2));
        assertThat(report.records().rejectedByReason())
                .containsEntry(RejectReason.BAD_AMOUNT, 40L)
                .containsEntry(RejectReason.BAD_REGION, 1L);

        Replayed again = replay(Set.of()).execute(read -> {});
        assertThat(again.replayedBefore()).isEqualTo(40);
        assertThat(again.selectedByReason()).containsExactly(Map.entry("bad-region", 1L));
    }

    @Test
    void aReplayThatIsCutShortGoesOnWhereItStopped() throws Exception {
        reject(0, LongStream.range(0, 1_300).toArray());
        assertThatThrownBy(() -> replay(Set.of()).execute(read -> {
                    if (read == 1_300 + 1_150) {
                        throw new IllegalStateException("cut short");
                    }
                }))
                .hasMessage("cut short");
        assertThat(read(source)).hasSize(1_000);
        assertThat(replay(Set.of()).execute(read -> {}).sent()).isEqualTo(300);
        assertThat(replay(Set.of()).execute(read -> {}).sent()).isZero();
        assertThat(new HashSet<>(replaysOf(read(source)))).hasSize(1_300);
        assertThat(read(source)).hasSize(1_300);
    }

    @Test
    void aLetterThatWasSentTwiceComesBackOnce() throws Exception {
        reject(0, 7, 7);
        reject(1, 7);
        Replayed replayed = replay(Set.of()).execute(read -> {});
        assertThat(replayed.letters()).isEqualTo(2);
        assertThat(replayed.repetitions()).isEqualTo(1);
        assertThat(replayed.sent()).isEqualTo(2);
        assertThat(replaysOf(read(source))).containsExactlyInAnyOrder(source + "-0@7", source + "-1@7");
    }

    @Test
    void aRecordThatIsRejectedAgainAndAgainIsGivenUp() throws Exception {
        send(0, "key", "{}", new RecordHeader("trace", new byte[] {'t'}));
        runUntilRead(Map.of(), 1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(replay(Set.of()).execute(read -> {}).sent()).isEqualTo(1);
            runUntilRead(Map.of(), 1 + attempt);
        }
        Replayed last = replay(Set.of()).execute(read -> {});
        assertThat(last.sent()).isZero();
        assertThat(last.givenUp()).isEqualTo(1);
        assertThat(last.replayedBefore()).isEqualTo(3);
        assertThat(report().records().rejectedByReason()).containsEntry(RejectReason.NO_SERVICE, 4L);
        List<ConsumerRecord<byte[], byte[]>> all = read(source);
        assertThat(all).hasSize(4).allSatisfy(record -> assertThat(new String(record.key(), StandardCharsets.UTF_8))
                .isEqualTo("key"));
        assertThat(headers(all.get(3))).hasSize(3).startsWith("trace=t", "replay-attempt=3");
    }

    @Test
    void onlyLettersOfTheTimesAskedForComeBack() throws Exception {
        reject(0, 1);
        Selection before = Selection.all().until(TIME);
        Selection from = Selection.all().from(TIME).until(TIME.plusMillis(1));
        assertThat(new Replay(topic(), before, "g").rehearse(read -> {}).selected())
                .isZero();
        assertThat(new Replay(topic(), from, "g").rehearse(read -> {}).selected())
                .isEqualTo(1);
    }

    @Test
    void aBatchWhoseLettersAreNotTakenDoesNotCount() throws Exception {
        try (TopicAccess access = new TopicAccess(client())) {
            access.createIfMissing(letters, 1, Map.of("max.message.bytes", "200"));
        }
        send(0, null, order().json());
        send(0, null, UUID.randomUUID().toString().repeat(9));
        try (RunningJob stream = job(Map.of("job.restarts", "0"))) {
            assertThatThrownBy(() -> stream.awaitTermination(LONG))
                    .isInstanceOf(BatchFailedException.class)
                    .hasStackTraceContaining(
                            "Cannot send a rejected record to the dead-letter topic '" + letters + "'");
        }
        assertThat(report().records().read()).isZero();
    }

    @Test
    void aMissingTopicOfLettersIsSaid() {
        assertThatThrownBy(() ->
                        new Replay(new DeadLetterTopic(client(), "nowhere"), Selection.all(), "g").rehearse(read -> {}))
                .isInstanceOf(DeadLetterException.class)
                .hasMessageStartingWith("Cannot read the dead-letter topic 'nowhere': it does not exist");
    }

    private void reject(int partition, long... offsets) {
        topic().ensure(List.of(source));
        try (DeadLetterSender sender = new DeadLetterSender(topic())) {
            for (long offset : offsets) {
                sender.send(rejected(partition, offset), "malformed");
            }
            sender.awaitAll();
        }
    }

    private ConsumerRecord<byte[], byte[]> rejected(int partition, long offset) {
        return new ConsumerRecord<>(
                source,
                partition,
                offset,
                TIME.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                1,
                new byte[0],
                new byte[] {1},
                new RecordHeaders(),
                Optional.empty());
    }

    private Replay replay(Set<String> reasons) {
        return new Replay(topic(), Selection.all().reasons(reasons), "recharge");
    }

    private DeadLetterTopic topic() {
        return new DeadLetterTopic(client(), letters);
    }

    private void runUntilRead(Map<String, String> settings, long records) throws Exception {
        try (RunningJob stream = job(settings)) {
            await().atMost(LONG).until(() -> {
                if (stream.awaitTermination(Duration.ofMillis(50))) {
                    throw new AssertionError("The stream ended by itself");
                }
                return report().records().read() >= records;
            });
        }
        assertThat(report().records().read()).isEqualTo(records);
    }

    private RunningJob job(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        all.put("kafka.topic", source);
        all.put("job.batch-interval", "100ms");
        RechargeConfig config = ConfigFiles.read(Optional.of(file(all)), Map.of(), Map.of());
        assertThat(KafkaClients.deadLetters(config).name()).isEqualTo(letters);
        return RechargeJob.start(config, spark, store, sink, sink, StreamSettings.ShutdownHook.OFF);
    }

    private Path file(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append(" = \"").append(value).append("\"\n"));
        try {
            return Files.writeString(folder.resolve("job.conf"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RechargeReport report() {
        return new ReportReader(sink)
                .read(new GroupId("recharge"), TagDictionary.preset("guangdong").regions(), Period.all());
    }

    private void send(int partition, @Nullable String key, @Nullable String value, Header... headers)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            source, partition, TIME.toEpochMilli(), bytes(key), bytes(value), List.of(headers)))
                    .get();
        }
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private long ends() {
        try (TopicAccess access = new TopicAccess(client())) {
            return access.ends(source).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings = client();
        settings.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
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
        records.sort(Comparator.comparingInt(ConsumerRecord::partition));
        return records;
    }

    private static List<String> replaysOf(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record ->
                        new String(record.headers().lastHeader("replay-of").value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        record.headers()
                .forEach(
                        header -> headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    private static Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
