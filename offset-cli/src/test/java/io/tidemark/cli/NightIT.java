package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.cli.output.ExitCodes;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/**
 * A job is killed and its host is gone. Retention deletes records that it has not read. The numbers of the exporter and
 * the commands of the tool alone tell what is late and what is lost, and the group continues in another process with
 * another store.
 */
@Tag("long")
class NightIT {

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    private static final int BEFORE = 1_000;
    private static final int ALL = 3_000;
    private static final int EXPIRED = 100;
    private static final String SINK = Servers.REDIS.uri().toString();
    private static final String FIRST = "zookeeper://" + Servers.ZOOKEEPER.address() + "/night";
    private static final String SECOND = "mysql://" + Servers.MYSQL.address() + "/tidemark?layout=own";

    private final String topic = Servers.newTopic(2);
    private final String group = "night-" + UUID.randomUUID();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theGroupContinuesElsewhereAndEveryLateAndLostRecordIsKnown() throws Exception {
        Servers.produce(topic, 2, 0, BEFORE);
        Process job = start(FIRST);
        awaitRead(job, BEFORE);
        // while it reads on, and not between batches
        Servers.produce(topic, 2, BEFORE, ALL / 2);
        await().atMost(LONG).until(() -> !job.isAlive() || sum(stored()) > BEFORE);
        job.destroyForcibly().waitFor();
        Servers.produce(topic, 2, ALL / 2, ALL);
        Map<TopicPartition, Long> read = stored();
        long firstStored = read.getOrDefault(new TopicPartition(topic, 0), 0L);
        long secondStored = read.getOrDefault(new TopicPartition(topic, 1), 0L);
        Servers.expire(topic, 0, firstStored + EXPIRED);

        // which numbers show that something is wrong, and where the positions are
        String store = exported(FIRST);
        assertThat(number(store, "tidemark_group_follows_ledger{group=\"" + group + "\",ledger=\"" + SINK + "\"}"))
                .isEqualTo(1);
        String night = exported(SINK);
        assertThat(number(night, "tidemark_group_last_commit_age_seconds" + ofGroup()))
                .isGreaterThanOrEqualTo(600);
        assertThat(number(night, "tidemark_group_partitions_not_resumable" + ofGroup()))
                .isEqualTo(1);
        // lost: from the stored offset to the beginning of the log; late: from there to its end
        assertThat(number(night, "tidemark_log_start_offset" + ofLog(0))
                        - number(night, "tidemark_stored_offset" + of(0)))
                .isEqualTo(EXPIRED);
        double late = number(night, "tidemark_log_end_offset" + ofLog(0))
                - number(night, "tidemark_log_start_offset" + ofLog(0))
                + number(night, "tidemark_lag_records" + of(1));
        assertThat((long) late).isEqualTo(ALL - EXPIRED - firstStored - secondStored);

        // why nothing arrives, and what to do
        Ran doctor = command("doctor", "--store", SINK, "--topic", topic);
        assertThat(doctor.exitCode()).isEqualTo(ExitCodes.FINDING);
        assertThat(doctor.out())
                .containsPattern("Cause: .*expired: stored " + firstStored + ", .*lost " + EXPIRED)
                .contains("the last commit was 10 min ago");
        Ran refused = command("skip", "--store", FIRST, "--topic", topic, "--unresumable", "earliest", "--execute");
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.REFUSED);
        assertThat(refused.err()).contains(SINK);
        assertThat(done("skip", "--store", SINK, "--topic", topic, "--unresumable", "earliest", "--execute"))
                .contains("was expired", "Done");
        assertThat(done("receipts", "--store", SINK))
                .containsPattern(
                        "0 +" + firstStored + " +" + (firstStored + EXPIRED) + " +" + EXPIRED + " +EXPIRED +EARLIEST");

        // to another store, and to another process that knows only that one
        Path login = Files.writeString(
                folder.resolve("mysql.properties"),
                "user=" + Servers.MYSQL.user() + "\npassword=" + Servers.MYSQL.password() + "\n");
        assertThat(done(
                        "copy",
                        "--from",
                        FIRST,
                        "--all-topics",
                        "--to",
                        SECOND,
                        "--to-config",
                        login.toString(),
                        "--execute"))
                .contains("Copied and read back: 2 offsets", "Done");
        Process elsewhere = start(SECOND, Servers.MYSQL.user(), Servers.MYSQL.password());
        awaitRead(elsewhere, ALL);

        assertThat(seen()).isEqualTo(expected(firstStored));
        String morning = exported(SINK);
        assertThat(number(morning, "tidemark_group_lost_records" + ofGroup())).isEqualTo(EXPIRED);
        assertThat(number(morning, "tidemark_group_lag_records" + ofGroup())).isZero();
        assertThat(number(morning, "tidemark_group_partitions_not_resumable" + ofGroup()))
                .isZero();
        try (OpenOffsetStore second = Servers.open(SECOND)) {
            await().atMost(LONG).until(() -> sum(positions(second)) == ALL);
        }
    }

    /** Each value once, but for those of the deleted records: the values alternate between the partitions. */
    private static Map<String, String> expected(long firstStored) {
        Map<String, String> expected = new TreeMap<>();
        IntStream.range(0, ALL)
                .filter(value -> value % 2 == 1 || value / 2 < firstStored || value / 2 >= firstStored + EXPIRED)
                .forEach(value -> expected.put("value=" + value, "1"));
        return expected;
    }

    private Map<String, String> seen() {
        try (RedisClient redis = RedisClient.create(SINK)) {
            return new TreeMap<>(redis.hgetAll("tidemark:{" + group + "}:all:seen"));
        }
    }

    private Process start(String store, String... login) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NightJob.class.getName(),
                Servers.KAFKA.bootstrapServers(),
                topic,
                group,
                SINK,
                store));
        command.addAll(Arrays.asList(login));
        File output = folder.resolve("output-" + started.size()).toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        started.add(process);
        return process;
    }

    private void awaitRead(Process job, int records) {
        await().atMost(LONG).until(() -> {
            assertThat(job.isAlive()).as(() -> output(started.indexOf(job))).isTrue();
            return sum(stored()) == records;
        });
    }

    private String output(int process) {
        try {
            return Files.readString(folder.resolve("output-" + process));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private Map<TopicPartition, Long> stored() {
        try (OpenOffsetStore ledger = OffsetStores.open(SINK)) {
            return positions(ledger);
        }
    }

    private Map<TopicPartition, Long> positions(OpenOffsetStore opened) {
        Map<TopicPartition, Long> positions =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        for (Map.Entry<TopicPartition, StoredOffset> one :
                opened.store().load(new GroupId(group)).entrySet()) {
            positions.put(one.getKey(), one.getValue().offset());
        }
        return positions;
    }

    private static long sum(Map<TopicPartition, Long> positions) {
        return positions.values().stream().mapToLong(Long::longValue).sum();
    }

    private String exported(String store) {
        return done("exporter", "--once", "--store", store, "--answer-within", "2m");
    }

    private String done(String... arguments) {
        Ran ran = command(arguments);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        // what a person sees: results, then what was done
        return ran.out() + ran.err();
    }

    /** Runs a command ten minutes after the last commit. */
    private Ran command(String... arguments) {
        return Ran.command(
                Map.of("TIDEMARK_BOOTSTRAP_SERVER", Servers.KAFKA.bootstrapServers()),
                LATER,
                Stream.concat(Arrays.stream(arguments), Stream.of("--group", group))
                        .toArray(String[]::new));
    }

    private String of(int partition) {
        return "{group=\"" + group + "\",topic=\"" + topic + "\",partition=\"" + partition + "\"}";
    }

    private String ofLog(int partition) {
        return "{topic=\"" + topic + "\",partition=\"" + partition + "\"}";
    }

    private String ofGroup() {
        return "{group=\"" + group + "\"}";
    }

    private static double number(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in\n" + text));
    }
}
