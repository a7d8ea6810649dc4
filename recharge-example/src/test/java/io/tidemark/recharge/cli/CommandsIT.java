package io.tidemark.recharge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.load.TopicAccess;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.recharge.servers.LocalServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** One log through all commands, each in a separate process. */
@Tag("long")
class CommandsIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    private Path folder;

    @Test
    void aLogIsGeneratedLoadedCountedReportedAndItsRejectedRecordsAreReplayed() throws Exception {
        Path log = folder.resolve("log");
        Path expected = folder.resolve("expected");
        say(
                "generate",
                "--orders",
                "3000",
                "--seed",
                "5",
                "--output",
                log.toString(),
                "--expected",
                expected.toString());
        JsonNode want = MAPPER.readTree(Files.readString(expected));
        long read = want.at("/records/read").asLong();
        long rejected = want.at("/records/rejected").asLong();
        try (LocalServers servers = LocalServers.start(StoreType.ZOOKEEPER, name -> ServerOptions.temporary())) {
            servers.kafka().createTopic("recharge-log", 3);
            String config = config(servers).toString();
            loadInTwoParts(log, servers.kafka().bootstrapServers(), read);

            countUntil(config, read);
            assertThat(MAPPER.readTree(say("report", "--config", config))).isEqualTo(want);

            JsonNode rehearsed = MAPPER.readTree(say("replay", "--config", config));
            assertThat(rehearsed.get("selected").asLong()).isEqualTo(rejected);
            assertThat(rehearsed.get("sent").asLong()).isZero();
            long malformed = want.at("/records/rejectedByReason/malformed").asLong();
            JsonNode sent = MAPPER.readTree(say("replay", "--config", config, "--reason", "malformed", "--execute"));
            assertThat(sent.get("sent").asLong()).isEqualTo(malformed).isPositive();

            // nothing was fixed: replayed records are rejected again, and everything else is unchanged
            countUntil(config, read + malformed);
            JsonNode after = MAPPER.readTree(say("report", "--config", config));
            assertThat(after.at("/records/rejectedByReason/malformed").asLong()).isEqualTo(2 * malformed);
            assertThat(after.get("overall")).isEqualTo(want.get("overall"));
        }
    }

    @Test
    void theServersAloneAreThereForAnotherJobUntilTheyAreEnded() throws Exception {
        Path out = folder.resolve("servers.env");
        Process servers = process(
                        "servers",
                        "--topic",
                        "orders",
                        "--data-dir",
                        folder.resolve("data").toString())
                .redirectOutput(out.toFile())
                .start();
        try {
            await().atMost(LONG).until(() -> {
                assertThat(servers.isAlive()).as(() -> errors("servers")).isTrue();
                return Files.readString(out).contains("TIDEMARK_STORE=");
            });
            Map<String, String> places = new TreeMap<>();
            for (String line : Files.readAllLines(out)) {
                assertThat(line).matches("export [A-Z_]+='[^']+'");
                places.put(
                        line.substring(7, line.indexOf('=')),
                        line.substring(line.indexOf('\'') + 1, line.length() - 1));
            }
            assertThat(places)
                    .containsOnlyKeys(
                            "KAFKA",
                            "MYSQL",
                            "RECHARGE_KAFKA_BOOTSTRAP_SERVERS",
                            "RECHARGE_REDIS_URL",
                            "RECHARGE_STORE_MYSQL_PASSWORD",
                            "RECHARGE_STORE_MYSQL_URL",
                            "RECHARGE_STORE_MYSQL_USER",
                            "RECHARGE_STORE_TYPE",
                            "REDIS",
                            "TIDEMARK_BOOTSTRAP_SERVER",
                            "TIDEMARK_STORE");
            try (TopicAccess kafka = new TopicAccess(Map.of("bootstrap.servers", places.getOrDefault("KAFKA", "")));
                    Connection mysql = DriverManager.getConnection(places.getOrDefault("MYSQL", ""));
                    OpenOffsetStore store = OffsetStores.open(places.getOrDefault("TIDEMARK_STORE", ""));
                    RedisClient redis = RedisClient.create(places.getOrDefault("REDIS", ""))) {
                assertThat(kafka.ends("orders")).hasSize(4);
                assertThat(mysql.isValid(5)).isTrue();
                assertThat(store.store().load(new GroupId("nobody"), Set.of("orders")))
                        .isEmpty();
                assertThat(redis.ping()).isEqualTo("PONG");
            }
            aJobRunsWithTheseLinesAlone(places);
            servers.destroy();
            assertThat(servers.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            servers.destroyForcibly();
        }
    }

    /** The tool opens the sink of this job by the address that is printed. */
    private void aJobRunsWithTheseLinesAlone(Map<String, String> places) throws Exception {
        Path log = Files.writeString(folder.resolve("three"), "one\ntwo\nthree\n");
        say("load", log.toString(), "--bootstrap", places.getOrDefault("KAFKA", ""), "--topic", "orders");
        ProcessBuilder command = process(
                "job",
                "--set",
                "kafka.topic=orders",
                "--set",
                "job.master=local[2]",
                "--set",
                "job.batch-interval=200ms");
        command.environment().putAll(places);
        Process job = command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try (OpenOffsetStore ledger = OffsetStores.open(places.getOrDefault("REDIS", ""))) {
            await().atMost(LONG).until(() -> {
                assertThat(job.isAlive()).as(() -> errors("job")).isTrue();
                return ledger.store().load(new GroupId("recharge"), Set.of("orders")).values().stream()
                                .mapToLong(StoredOffset::offset)
                                .sum()
                        == 3;
            });
        } finally {
            job.destroyForcibly().waitFor();
        }
    }

    private void loadInTwoParts(Path log, String bootstrap, long records) throws Exception {
        List<String> lines = Files.readAllLines(log);
        // half of the log is there, as after a load that was killed
        Path part =
                Files.writeString(folder.resolve("part"), String.join("\n", lines.subList(0, lines.size() / 2)) + "\n");
        String[] load = {"load", "", "--bootstrap", bootstrap, "--topic", "recharge-log", "--resume"};
        load[1] = part.toString();
        assertThat(say(load)).isEqualTo(lines.size() / 2 + "\n");
        load[1] = log.toString();
        assertThat(say(load)).isEqualTo(records - lines.size() / 2 + "\n");
        assertThat(say(load)).isEqualTo("0\n");
    }

    private Path config(LocalServers servers) throws IOException {
        Map<String, String> settings = new TreeMap<>(servers.settings());
        settings.put("job.master", "local[2]");
        settings.put("job.batch-interval", "200ms");
        settings.put("job.stop-marker", folder.resolve("stop").toString());
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append(" = \"").append(value).append("\"\n"));
        return Files.writeString(folder.resolve("my.conf"), text);
    }

    /** Runs the job until it has read this number of records, and ends it by its marker. */
    private void countUntil(String config, long records) throws Exception {
        Files.deleteIfExists(folder.resolve("stop"));
        Process job = start("job", "--config", config);
        try {
            RechargeConfig read = ConfigFiles.read(Optional.of(Path.of(config)), Map.of(), Map.of());
            try (MetricsConnection metrics = MetricsConnection.open(read.redis())) {
                ReportReader reports = new ReportReader(metrics.reader());
                await().atMost(LONG).until(() -> {
                    assertThat(job.isAlive()).as(() -> errors("job")).isTrue();
                    return reports.read(
                                            new GroupId(read.group()),
                                            read.dictionary().regions(),
                                            Period.all())
                                    .records()
                                    .read()
                            == records;
                });
            }
            Files.createFile(folder.resolve("stop"));
            assertThat(job.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(job.exitValue()).isZero();
        } finally {
            job.destroyForcibly();
        }
    }

    /** Runs a command to its end, and returns its standard output. */
    private String say(String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Process process = process(arguments).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> errors(arguments[0])).isZero();
        return Files.readString(out);
    }

    private Process start(String... arguments) throws IOException {
        return process(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessBuilder process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(Files.readString(Path.of("target", "jvm-options.txt")).split("\\s+")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Recharge.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve(arguments[0] + ".err").toFile());
    }

    private String errors(String command) {
        try {
            return Files.readString(folder.resolve(command + ".err"));
        } catch (IOException e) {
            return "no errors to be read: " + e;
        }
    }
}
