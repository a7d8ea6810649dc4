package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.deadletter.DeadLetterSender;
import io.tidemark.deadletter.DeadLetterTopic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dead-letter records in a real Kafka, sent back by the tool. */
@Tag("long")
class ReplayCommandIT {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private final String orders = Servers.newTopic(2);
    private final String returns = Servers.newTopic(1);
    private final String letters = orders + "-dead-letters";

    /** Five orders, one of them twice, and two returns, an hour apart each. */
    @BeforeEach
    void reject() {
        DeadLetterTopic topic = new DeadLetterTopic(client(), letters);
        topic.ensure(List.of(orders, returns));
        try (DeadLetterSender sender = new DeadLetterSender(topic)) {
            for (int offset = 0; offset < 5; offset++) {
                sender.send(record(orders, offset % 2, offset), offset < 3 ? "bad-amount" : "bad-time");
            }
            sender.send(record(orders, 0, 0), "bad-amount");
            sender.send(record(returns, 0, 0), "bad-amount");
            sender.send(record(returns, 0, 1), "bad-amount");
            sender.awaitAll();
        }
    }

    @Test
    void aDryRunSendsNothingAndSaysWhatItWouldSend() {
        Ran ran = run("replay", "--dead-letters", letters);
        assertThat(ran.exitCode()).isEqualTo(ExitCodes.OK);
        assertThat(ran.out()).isEqualToNormalizingNewlines("""
                REASON      SELECTED
                bad-amount         5
                bad-time           2
                """);
        assertThat(ran.err())
                .contains("Of 7 rejected records, 7 selected, 0 not selected, 0 sent back before, 0 given up; 1"
                        + " repetitions ignored")
                .contains("Dry run: nothing was sent; --execute sends 7 records to their original topics");
        assertThat(read(orders)).isEmpty();
        assertThat(read(returns)).isEmpty();
    }

    @Test
    void eachRecordComesBackOnceToItsOwnTopic() throws Exception {
        JsonNode sent = json("replay", "--dead-letters", letters, "--execute");
        assertThat(sent.path("sent").asLong()).isEqualTo(7);
        JsonNode again = json("replay", "--dead-letters", letters, "--execute");
        assertThat(again.path("sent").asLong()).isZero();
        assertThat(again.path("replayedBefore").asLong()).isEqualTo(7);
        assertThat(read(orders)).hasSize(5);
        assertThat(read(returns)).containsExactlyInAnyOrder("0@" + returns, "1@" + returns);
    }

    @Test
    void reasonsTopicsTimesAndALimitSelect() throws Exception {
        assertThat(selected("--reason", "bad-time")).isEqualTo(2);
        assertThat(selected("--topic", returns)).isEqualTo(2);
        assertThat(selected("--reason", "bad-amount", "--topic", orders)).isEqualTo(3);
        assertThat(selected("--from", "2026-01-01T01:00:00", "--until", "2026-01-01T03:00:00"))
                .isEqualTo(3);
        assertThat(json("replay", "--dead-letters", letters, "--limit", "4", "--execute")
                        .path("sent")
                        .asLong())
                .isEqualTo(4);
        assertThat(json("replay", "--dead-letters", letters, "--limit", "4", "--execute")
                        .path("sent")
                        .asLong())
                .isEqualTo(3);
        assertThat(read(orders).size() + read(returns).size()).isEqualTo(7);
    }

    @Test
    void anotherTopicCanTakeThemAll() throws Exception {
        String repaired = Servers.newTopic(1);
        json("replay", "--dead-letters", letters, "--to", repaired, "--execute");
        assertThat(read(repaired)).hasSize(7);
        assertThat(read(orders)).isEmpty();
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertThat(run("replay", "--dead-letters", "nowhere").err())
                .contains("Cannot read the dead-letter topic 'nowhere': it does not exist");
        assertThat(run("replay", "--dead-letters", letters, "--limit", "0").exitCode())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("replay", "--dead-letters", letters, "--dry-run", "--execute")
                        .exitCode())
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("replay", "--dead-letters", letters, "--to", letters).exitCode())
                .isEqualTo(ExitCodes.USAGE);
        Ran nowhere = Ran.command(Map.of(), Clock.systemUTC(), "replay", "--dead-letters", letters);
        assertThat(nowhere.err()).contains("Cannot ask the cluster: give --bootstrap-server");
    }

    private ConsumerRecord<byte[], byte[]> record(String topic, int partition, long offset) {
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                TIME.plus(Duration.ofHours(offset)).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                1,
                new byte[0],
                (offset + "@" + topic).getBytes(StandardCharsets.UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private long selected(String... options) throws Exception {
        return json(Stream.concat(Stream.of("replay", "--dead-letters", letters), Arrays.stream(options))
                        .toArray(String[]::new))
                .path("selected")
                .asLong();
    }

    private static JsonNode json(String... arguments) throws Exception {
        Ran ran =
                run(Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCodes.OK);
        return Json.MAPPER.readTree(ran.out());
    }

    private static Ran run(String... arguments) {
        return Ran.command(
                Map.of("TIDEMARK_BOOTSTRAP_SERVER", Servers.KAFKA.bootstrapServers()), Clock.systemUTC(), arguments);
    }

    private static List<String> read(String topic) {
        Map<String, Object> settings = client();
        settings.put("isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
        }
        return values;
    }

    private static Map<String, Object> client() {
        return new HashMap<>(Map.of("bootstrap.servers", Servers.KAFKA.bootstrapServers()));
    }
}
