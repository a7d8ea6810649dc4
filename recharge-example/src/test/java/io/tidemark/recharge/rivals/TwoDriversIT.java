package io.tidemark.recharge.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.mysql.EmbeddedMySql;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * E11 as it happens: a driver that stands still (a long pause, a network cut) while another one is started in its
 * place, and then continues. No lease runs out and no clock is asked: the frozen driver holds a batch that it has read,
 * and wakes up after the other has counted these records and more.
 *
 * <p>Without the condition on the ledger (the branch on {@code conflict} taken out of {@code write.lua}) seen to fail
 * with the frozen batch counted twice.
 */
@Tag("long")
class TwoDriversIT {

    static final GroupId GROUP = new GroupId("rivals");
    static final String METRIC = "seen";

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 3;

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
    private static final EmbeddedMySql MYSQL = EmbeddedMySql.start();
    private static final EmbeddedRedis REDIS = EmbeddedRedis.start();

    private final List<Process> drivers = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void close() {
        KAFKA.close();
        MYSQL.close();
        REDIS.close();
    }

    @Test
    void aDriverThatWasFrozenWithABatchInItsHandsChangesNothingAndStopsWithAConflict() throws Exception {
        KAFKA.createTopic(TOPIC, PARTITIONS);
        produce(0, 100);
        try {
            Process frozen = drive("frozen", folder.resolve("thawed"));
            await().atMost(LONG)
                    .until(() -> !frozen.isAlive() || diary("frozen").startsWith("read "));
            signal(frozen, "STOP");

            Path now = Files.createFile(folder.resolve("now"));
            Process successor = drive("successor", now);
            await().atMost(LONG).until(() -> !successor.isAlive() || counted().size() == 100);
            // its batches have other bounds
            produce(100, 77);
            await().atMost(LONG).until(() -> !successor.isAlive() || counted().size() == 177);

            Files.createFile(folder.resolve("thawed"));
            signal(frozen, "CONT");
            assertThat(frozen.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(frozen.exitValue()).isEqualTo(RivalDriver.FAILED);
            // it may have read the next batch, too, while the refused write was in progress
            assertThat(diary("frozen"))
                    .contains("ended by io.tidemark.offset.OffsetConflictException")
                    .contains("expected 0, found ");
            assertThat(counted()).isEqualTo(onceEach(177));

            // the winner is not disturbed
            produce(177, 23);
            await().atMost(LONG).until(() -> !successor.isAlive() || counted().size() == 200);
            successor.destroy();
            assertThat(successor.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(counted()).isEqualTo(onceEach(200));
            assertThat(stored().values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(200);
            assertThat(stored()).isEqualTo(ledger());
        } finally {
            drivers.forEach(Process::destroyForcibly);
        }
    }

    private Process drive(String name, Path goOn) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // this JVM has the options that Spark needs on Java 17
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RivalDriver.class.getName()));
        command.addAll(List.of(
                KAFKA.bootstrapServers(),
                TOPIC,
                MYSQL.jdbcUrl(),
                MYSQL.user(),
                MYSQL.password(),
                REDIS.uri(),
                folder.resolve(name).toString(),
                goOn.toString()));
        Process driver = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start();
        drivers.add(driver);
        return driver;
    }

    private String diary(String name) throws IOException {
        Path diary = folder.resolve(name);
        return Files.exists(diary) ? Files.readString(diary) : "";
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static SortedMap<Integer, Long> counted() {
        MetricQuery.Totals totals = new MetricQuery.Totals(METRIC, Period.all());
        TreeMap<Integer, Long> counted = new TreeMap<>();
        try (RedisClient redis = RedisClient.create(REDIS.uri())) {
            new RedisMetricReader(redis)
                    .read(GROUP, List.of(totals))
                    .totals(totals)
                    .forEach((tags, value) -> {
                        if (value instanceof MetricValue.Sum sum) {
                            counted.put(Integer.valueOf(tags.getOrDefault("value", "-1")), sum.value());
                        }
                    });
        }
        return counted;
    }

    private static SortedMap<Integer, Long> onceEach(int values) {
        TreeMap<Integer, Long> once = new TreeMap<>();
        for (int value = 0; value < values; value++) {
            once.put(value, 1L);
        }
        return once;
    }

    private static Map<TopicPartition, Long> stored() {
        MysqlDataSource mysql = new MysqlDataSource();
        mysql.setUrl(MYSQL.jdbcUrl());
        mysql.setUser(MYSQL.user());
        mysql.setPassword(MYSQL.password());
        return offsets(new MySqlOffsetStore(mysql).load(GROUP, Set.of(TOPIC)));
    }

    private static Map<TopicPartition, Long> ledger() {
        try (RedisClient redis = RedisClient.create(REDIS.uri())) {
            return offsets(new RedisMetricSink(redis).load(GROUP, Set.of(TOPIC)));
        }
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, StoredOffset> entries) {
        return entries.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .offset()));
    }

    private static void produce(int firstValue, int count) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int value = firstValue; value < firstValue + count; value++) {
                var unused = producer.send(new ProducerRecord<>(
                        TOPIC, value % PARTITIONS, null, Integer.toString(value).getBytes(StandardCharsets.UTF_8)));
            }
        }
    }
}
