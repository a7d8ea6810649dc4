package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.deadletter.RejectedRecords;
import io.tidemark.deadletter.Rejection;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.TestRedis;
import io.tidemark.test.TestJob;
import io.tidemark.test.TestTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * A job with a dead-letter topic and Redis as its sink is killed again and again, also between the dead-letter records
 * of a batch and its write. Then the tool sends the rejected records back.
 */
@Tag("long")
class PoisonKilledIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path TOOL =
            Path.of("..", "bin", "tidemark").toAbsolutePath().normalize();
    private static final int PARTITIONS = 2;
    private static final int KILLS = 4;
    private static final int PER_ROUND = 200;
    private static final int ALL = (KILLS + 1) * PER_ROUND;
    private static final IntPredicate IS_POISON = number -> !reason(number).isEmpty();

    private final TestTopic topic = TestTopic.create(Servers.KAFKA, PARTITIONS);
    private final String letters = topic.name() + "-dead-letters";
    private final GroupId group = new GroupId("poison-" + topic.name());

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everyRecordIsCountedOrRejectedOnceAndEveryRejectedOneComesBackOnce() throws Exception {
        try (TestRedis server = TestRedis.start();
                RedisClient redis = RedisClient.create(server.uri());
                TestJob job = TestJob.of(PoisonJob.class)
                        .arguments(
                                Servers.KAFKA.bootstrapServers(),
                                topic.name(),
                                group.value(),
                                server.uri(),
                                "zookeeper://" + Servers.ZOOKEEPER.address() + "/poison",
                                letters)
                        .start()) {
            RedisMetricSink ledger = new RedisMetricSink(redis);
            for (int round = 0; round < KILLS; round++) {
                long before = stored(ledger);
                append(round);
                job.await(LIMIT, () -> stored(ledger) > before);
                if (round % 2 == 0) {
                    redis.set(PoisonJob.HOLD, "");
                    job.await(LIMIT, () -> redis.exists(PoisonJob.HELD));
                    assertThat(sum(sent())).isGreaterThan(sum(counts(redis, RejectedRecords.METRIC, "reason")));
                }
                job.kill();
                assertThat(stored(ledger)).as("killed in the middle").isLessThan((round + 1L) * PER_ROUND);
                redis.del(PoisonJob.HOLD, PoisonJob.HELD);
                job.restart();
            }
            append(KILLS);
            job.await(LIMIT, () -> topic.isStored(ledger, group));
            job.kill();

            assertThat(counts(redis, "seen", "amount")).isEqualTo(accepted());
            assertThat(counts(redis, RejectedRecords.METRIC, "reason"))
                    .isEqualTo(Map.of("undecodable-value", ALL / 10L, "negative", ALL / 10L, "failed", ALL / 10L));
        }
        assertThat(sent())
                .hasSize(3 * ALL / 10)
                .as("killed before the commit")
                .anySatisfy((record, times) -> assertThat(times).isGreaterThan(1));
        List<ConsumerRecord<byte[], byte[]>> source = read(topic.name());
        assertThat(headersByOrigin()).isEqualTo(expectedHeaders(source));

        assertThat(replay()).containsPattern("\"sent\" ?: ?" + 3 * ALL / 10 + "\\b");
        assertThat(replay()).containsPattern("\"sent\" ?: ?0\\b");
        List<ConsumerRecord<byte[], byte[]>> replayed = read(topic.name()).stream()
                .filter(record -> record.offset() >= ALL / PARTITIONS)
                .toList();
        assertThat(replayed.stream().map(PoisonKilledIT::text))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ALL)
                        .filter(IS_POISON)
                        .mapToObj(PoisonKilledIT::value)
                        .toList());
        assertThat(replayed).allSatisfy(record -> assertThat(record.headers().lastHeader("replay-of"))
                .isNotNull());
    }

    /** Of ten records, one is no number, one is negative, and the job fails on one. */
    private static String reason(int number) {
        return switch (number % 10) {
            case 2 -> "undecodable-value";
            case 5 -> "negative";
            case 9 -> "failed";
            default -> "";
        };
    }

    private static String value(int number) {
        return switch (number % 10) {
            case 2 -> "no number: " + number;
            case 5 -> "-" + number;
            default -> String.valueOf(number);
        };
    }

    private void append(int round) {
        topic.append(IntStream.range(round * PER_ROUND, (round + 1) * PER_ROUND)
                .mapToObj(PoisonKilledIT::value)
                .toList());
    }

    private static SortedMap<String, Long> accepted() {
        SortedMap<String, Long> accepted = new TreeMap<>();
        IntStream.range(0, ALL).filter(IS_POISON.negate()).forEach(number -> accepted.put(value(number), 1L));
        return accepted;
    }

    private long stored(RedisMetricSink ledger) {
        return ledger.load(group).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }

    private SortedMap<String, Long> counts(RedisClient redis, String metric, String tag) {
        MetricQuery.Totals totals = new MetricQuery.Totals(metric, Period.all());
        SortedMap<String, Long> counts = new TreeMap<>();
        new RedisMetricReader(redis)
                .read(group, List.of(totals))
                .totals(totals)
                .forEach((tags, value) ->
                        counts.merge(tags.getOrDefault(tag, ""), ((MetricValue.Sum) value).value(), Long::sum));
        return counts;
    }

    private Map<Rejection, Long> sent() {
        return Rejection.readAll(new DeadLetterTopic(Servers.kafkaParams(), letters));
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Value and headers of the dead-letter records; those of one record must be the same. */
    private Map<String, List<String>> headersByOrigin() {
        Map<String, List<String>> all = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(letters)) {
            List<String> content = new ArrayList<>(List.of(text(record)));
            for (Header header : record.headers()) {
                content.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
            }
            List<String> other = all.put(content.get(3) + " " + content.get(4), content);
            assertThat(other == null || other.equals(content))
                    .as("%s is %s", other, content)
                    .isTrue();
        }
        return all;
    }

    private Map<String, List<String>> expectedHeaders(List<ConsumerRecord<byte[], byte[]>> source) {
        Map<String, String> reasons = new HashMap<>();
        IntStream.range(0, ALL).filter(IS_POISON).forEach(number -> reasons.put(value(number), reason(number)));
        Map<String, List<String>> expected = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : source) {
            String reason = reasons.get(text(record));
            if (reason != null) {
                String partition = "partition=" + record.partition();
                String offset = "offset=" + record.offset();
                expected.put(
                        partition + " " + offset,
                        List.of(
                                text(record),
                                "reason=" + reason,
                                "topic=" + topic.name(),
                                partition,
                                offset,
                                "time=" + Instant.ofEpochMilli(record.timestamp())));
            }
        }
        return expected;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String name) {
        Map<String, Object> settings = new HashMap<>(Servers.kafkaParams());
        settings.put("isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
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

    private String replay() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(
                        TOOL.toString(),
                        "replay",
                        "--bootstrap-server",
                        Servers.KAFKA.bootstrapServers(),
                        "--dead-letters",
                        letters,
                        "--execute",
                        "--json")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(out);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
