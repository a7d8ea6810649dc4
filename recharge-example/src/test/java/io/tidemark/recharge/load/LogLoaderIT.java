package io.tidemark.recharge.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.recharge.generate.GeneratedLog;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class LogLoaderIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int PARTITIONS = 3;

    private static EmbeddedKafka kafka;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void everyRecordGoesToItsPartitionInOrder(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = Files.writeString(directory.resolve("log"), "\uFEFF0\r\n1\n\n2\n \n3\n4\n5\n6");
        AtomicLong progress = new AtomicLong();
        LoadedLog loaded = resumable(topic).load(log, progress::set);
        assertThat(loaded.records()).isEqualTo(7);
        assertThat(loaded.loadedNow()).isEqualTo(7);
        assertThat(loaded.ends()).isEqualTo(partitions(topic, 3, 2, 2));
        assertThat(progress).hasValue(Files.size(log));
        assertThat(records(topic))
                .isEqualTo(Map.of(0, List.of("0", "3", "6"), 1, List.of("1", "4"), 2, List.of("2", "5")));
    }

    @Test
    void aLogThatIsLoadedIsNotLoadedAgain(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = Files.writeString(directory.resolve("log"), "0\n1\n2\n3\n");
        resumable(topic).load(log, bytes -> {});
        LoadedLog again = resumable(topic).load(log, bytes -> {});
        assertThat(again.records()).isEqualTo(4);
        assertThat(again.loadedNow()).isZero();
        assertThat(again.ends()).isEqualTo(partitions(topic, 2, 1, 1));
        assertThat(records(topic)).isEqualTo(Map.of(0, List.of("0", "3"), 1, List.of("1"), 2, List.of("2")));
    }

    @Test
    void aTopicThatHoldsSomethingBeforeIsLoadedBehindIt(TestInfo test) throws IOException {
        String topic = topic(test);
        send(topic, 0, "before");
        Path log = Files.writeString(directory.resolve("log"), "0\n1\n");
        LogLoader loader = LogLoader.resumable(settings(), topic, partitions(topic, 1, 0, 0));
        loader.load(log, bytes -> {});
        loader.load(log, bytes -> {});
        assertThat(records(topic)).isEqualTo(Map.of(0, List.of("before", "0"), 1, List.of("1")));
    }

    @Test
    void appendingPutsTheWholeLogBehindWhatIsThere(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = Files.writeString(directory.resolve("log"), "0\n1\n");
        LogLoader.appending(settings(), topic).load(log, bytes -> {});
        LoadedLog again = LogLoader.appending(settings(), topic).load(log, bytes -> {});
        assertThat(again.loadedNow()).isEqualTo(2);
        assertThat(again.ends()).isEqualTo(partitions(topic, 2, 2, 0));
        assertThat(records(topic)).isEqualTo(Map.of(0, List.of("0", "0"), 1, List.of("1", "1")));
    }

    @Test
    void aLogThatGrowsIsLoadedOn(TestInfo test) throws IOException {
        String topic = topic(test);
        resumable(topic).load(Files.writeString(directory.resolve("log"), "0\n1\n2\n3"), bytes -> {});
        LoadedLog grown =
                resumable(topic).load(Files.writeString(directory.resolve("log"), "0\n1\n2\n3\n4\n5\n"), bytes -> {});
        assertThat(grown.loadedNow()).isEqualTo(2);
        assertThat(records(topic)).isEqualTo(Map.of(0, List.of("0", "3"), 1, List.of("1", "4"), 2, List.of("2", "5")));
    }

    @Test
    void anotherLogIsRefused(TestInfo test) throws IOException {
        String topic = topic(test);
        resumable(topic).load(Files.writeString(directory.resolve("one"), "0\n1\n2\n3"), bytes -> {});
        Path other = Files.writeString(directory.resolve("other"), "0\n1\n2\nx\n4\n");
        assertThatThrownBy(() -> resumable(topic).load(other, bytes -> {}))
                .isInstanceOf(LoadException.class)
                .hasMessage("Cannot load " + other + " into topic '" + topic + "' at " + kafka.bootstrapServers()
                        + ": partition 0 holds, from offset 0 on, other records than this log; load it into a separate "
                        + "topic");
        Path shorter = Files.writeString(directory.resolve("shorter"), "0\n1\n2\n");
        assertThatThrownBy(() -> resumable(topic).load(shorter, bytes -> {}))
                .hasMessageContaining("partition 0 holds, from offset 0 on, other records than this log");
    }

    @Test
    void aTopicThatSomebodyElseWritesIntoIsNoticed(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = Files.writeString(directory.resolve("log"), "0\n1\n2\n3\n4\n5\n");
        boolean[] sent = new boolean[1];
        assertThatThrownBy(() -> resumable(topic).load(log, bytes -> {
                    if (!sent[0]) {
                        send(topic, 1, "foreign");
                        sent[0] = true;
                    }
                }))
                .hasMessageContaining("partition 1 holds, from offset 0 on, other records than this log");
    }

    @Test
    void aKilledLoaderIsGoneOnFromExactly(TestInfo test) throws IOException, InterruptedException {
        String topic = topic(test);
        Path log = generated(60_000);
        long records = Files.readAllLines(log).size();
        int kills = 0;
        long loaded = 0;
        while (kills < 4) {
            Process loader = startKilledLoader(topic, log);
            long before = loaded;
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !loader.isAlive() || end(topic) > before);
            loader.destroyForcibly().waitFor();
            loaded = end(topic);
            assertThat(loaded).isLessThanOrEqualTo(records);
            kills++;
        }
        LoadedLog rest = resumable(topic).load(log, bytes -> {});
        assertThat(rest.records()).isEqualTo(records);
        assertThat(rest.loadedNow()).isLessThan(records);
        assertThat(inOrderOfTheLog(records(topic))).isEqualTo(Files.readAllLines(log));
    }

    @Test
    void aClusterThatIsKilledMeanwhileIsWaitedFor(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = generated(20_000);
        long half = Files.size(log) / 2;
        CompletableFuture<Void> restart = new CompletableFuture<>();
        resumable(topic).load(log, bytes -> {
            if (bytes > half && !restart.isDone()) {
                kafka.kill();
                kafka.restart();
                restart.complete(null);
            }
        });
        assertThat(restart).isCompleted();
        assertThat(inOrderOfTheLog(records(topic))).isEqualTo(Files.readAllLines(log));
    }

    @Test
    void aClusterThatStaysAwayIsAnError(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = generated(1_000);
        LogLoader loader =
                new LogLoader(settings(), topic, Optional.of(partitions(topic, 0, 0, 0)), Duration.ofSeconds(2));
        try {
            assertThatThrownBy(() -> loader.load(log, bytes -> kafka.freeze()))
                    .isInstanceOf(LoadException.class)
                    .hasMessage("Cannot load " + log + " into topic '" + topic + "' at " + kafka.bootstrapServers()
                            + ": nothing was acknowledged for 2 s");
        } finally {
            kafka.thaw();
        }
        resumable(topic).load(log, bytes -> {});
        assertThat(inOrderOfTheLog(records(topic))).isEqualTo(Files.readAllLines(log));
    }

    @Test
    void aLineThatTheTopicDoesNotTakeIsReportedAndTheRestIsLoaded(TestInfo test) throws IOException {
        String topic = topic(test);
        String huge = "x".repeat(5_000_000);
        Path log = Files.writeString(directory.resolve("log"), "0\n\n1\n" + huge + "\n3\n");
        LoadedLog loaded = resumable(topic).load(log, bytes -> {});
        assertThat(loaded.records()).isEqualTo(3);
        assertThat(loaded.warnings(log))
                .containsExactly(
                        "Cannot load line 4 of " + log
                                + ": it has 5000000 bytes, and the topic accepts records of 1048460 "
                                + "bytes at most; it is skipped",
                        "Skipped 1 of 4 records of " + log
                                + " because they are too long; to load them, raise the topic's "
                                + "max.message.bytes and load the file into a new topic");
        assertThat(records(topic)).isEqualTo(Map.of(0, List.of("0"), 1, List.of("1"), 2, List.of("3")));
        LoadedLog again = resumable(topic).load(log, bytes -> {});
        assertThat(again.loadedNow()).isZero();
        assertThat(again.warnings(log)).hasSize(2);
        String large = topic + "-large";
        kafka.createTopic(large, PARTITIONS, Map.of("max.message.bytes", "6000000"));
        assertThat(resumable(large).load(log, bytes -> {}).warnings(log)).isEmpty();
        assertThat(records(large).get(2)).containsExactly(huge);
    }

    @Test
    void aTruncatedGzipFileIsAnErrorAndTheWholeOneResumesIt(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = generated(3_000);
        byte[] whole = gzip(Files.readAllBytes(log));
        Path file = Files.write(directory.resolve("log.json.gz"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> resumable(topic).load(file, bytes -> {}))
                .isInstanceOf(LoadException.class)
                .hasMessageMatching(
                        "Cannot load .*: the file cannot be read after line (\\d+): the gzip data is truncated: the "
                                + "file ends in the middle of a member; its first \\1 records are in the topic\\. .*");
        long loaded = end(topic);
        assertThat(loaded).isBetween(500L, 2_900L);
        LoadedLog resumed = resumable(topic).load(Files.write(file, whole), bytes -> {});
        assertThat(resumed.loadedNow()).isEqualTo(resumed.records() - loaded);
        assertThat(inOrderOfTheLog(records(topic))).isEqualTo(Files.readAllLines(log));
    }

    @Test
    void aFileThatIsNoTextIsRefusedBeforeAnythingIsWritten(TestInfo test) throws IOException {
        String topic = topic(test);
        Path log = Files.write(directory.resolve("log"), "\uFEFF{}\n{}\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> resumable(topic).load(log, bytes -> {}))
                .hasMessage("Cannot load " + log + " into topic '" + topic + "' at " + kafka.bootstrapServers()
                        + ": it is UTF-16, not UTF-8 text; convert it, such as with iconv -f UTF-16 -t UTF-8; nothing was "
                        + "written");
        assertThat(end(topic)).isZero();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }

    @Test
    void aMissingTopicIsNotCreated() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "0\n");
        assertThatThrownBy(() -> LogLoader.appending(settings(), "nowhere").load(log, bytes -> {}))
                .hasMessage("Cannot load " + log + " into topic 'nowhere' at " + kafka.bootstrapServers()
                        + ": there is no such topic; create it first");
    }

    @Test
    void aTopicIsCreatedOnceWhereItIsMissing() {
        try (TopicAccess access = new TopicAccess(settings())) {
            access.createIfMissing("made", 2);
            access.createIfMissing("made", 5);
            await().atMost(LONG).until(() -> access.ends("made").size() == 2);
        }
    }

    @Test
    void noBrokerIsAnErrorInOneLine() {
        assertThatThrownBy(() -> {
                    try (TopicAccess access = new TopicAccess(Map.of(
                            "bootstrap.servers", "127.0.0.1:1",
                            "default.api.timeout.ms", 1_000,
                            "request.timeout.ms", 500))) {
                        access.ends("any");
                    }
                })
                .hasMessage("Cannot describe topic 'any' at 127.0.0.1:1: no broker answers; check that the brokers"
                        + " run, and that the "
                        + "address is correct");
        assertThatThrownBy(() -> new TopicAccess(Map.of("bootstrap.servers", "nonsense")))
                .hasMessage("Cannot reach Kafka at nonsense: Invalid url in bootstrap.servers: nonsense");
    }

    @Test
    void basesThatAreNotThoseOfTheTopicAreRefused(TestInfo test) throws IOException {
        assertThatThrownBy(() -> LogLoader.resumable(settings(), "t", Map.of(new TopicPartition("t", 1), 0L)))
                .hasMessage("Cannot load into topic 't': the bases {t-1=0} are not those of the partitions from 0 on");
        assertThatThrownBy(() -> LogLoader.resumable(settings(), "t", Map.of()))
                .hasMessage("Cannot load into topic 't': it has no partitions");
        String topic = topic(test);
        Path log = Files.writeString(directory.resolve("log"), "0\n");
        assertThatThrownBy(() -> LogLoader.resumable(settings(), topic, partitions(topic, 0, 7, 0))
                        .load(log, bytes -> {}))
                .hasMessage(
                        "Cannot load into partition 1 of topic '" + topic + "': it ends at 0, before the 7 at which "
                                + "the load began; the topic was deleted and created again, or truncated");
    }

    private static String topic(TestInfo test) {
        String topic = test.getTestMethod().orElseThrow().getName();
        kafka.createTopic(topic, PARTITIONS);
        return topic;
    }

    private static LogLoader resumable(String topic) {
        return LogLoader.resumable(settings(), topic, partitions(topic, 0, 0, 0));
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static Map<TopicPartition, Long> partitions(String topic, long... offsets) {
        Map<TopicPartition, Long> partitions = new HashMap<>();
        for (int partition = 0; partition < offsets.length; partition++) {
            partitions.put(new TopicPartition(topic, partition), offsets[partition]);
        }
        return partitions;
    }

    private static long end(String topic) {
        try (TopicAccess access = new TopicAccess(settings())) {
            return access.ends(topic).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static void send(String topic, int partition, String value) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused =
                    producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Map<Integer, List<String>> records(String topic) {
        Map<Integer, List<String>> records = new TreeMap<>();
        try (TopicAccess access = new TopicAccess(settings());
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = access.ends(topic);
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    records.computeIfAbsent(record.partition(), any -> new ArrayList<>())
                            .add(new String(record.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return records;
    }

    private static List<String> inOrderOfTheLog(Map<Integer, List<String>> partitions) {
        long count = partitions.values().stream().mapToLong(List::size).sum();
        List<String> records = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            List<String> partition = partitions.getOrDefault(number % PARTITIONS, List.of());
            int place = number / PARTITIONS;
            records.add(place < partition.size() ? partition.get(place) : "missing");
        }
        return records;
    }

    private Path generated(long orders) throws IOException {
        Path log = directory.resolve("generated");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log))) {
            new GeneratedLog(1, "guangdong", orders).forEachLine((bytes, length) -> {
                // a truncated line may end within a character, so bytes are compared, not texts
                if (bytes[length - 1] == '}') {
                    out.write(bytes, 0, length);
                    out.write('\n');
                }
            });
        }
        return log;
    }

    private static Process startKilledLoader(String topic, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLoader.class.getName(),
                        kafka.bootstrapServers(),
                        topic,
                        Integer.toString(PARTITIONS),
                        log.toString())
                .inheritIO()
                .start();
    }
}
