package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code bin/tidemark} where every server wants a login and, but for ZooKeeper, TLS; secrets are in files or the
 * environment.
 */
@Tag("long")
class SecuredToolIT {

    private static final Path TOOL =
            Path.of("..", "bin", "tidemark").toAbsolutePath().normalize();
    private static final int PARTITIONS = 2;
    private static final GroupId GROUP = new GroupId("operated");
    private static final String WRONG = "not-" + SecuredServers.PASSWORD;

    private static final List<SecuredServers> STARTED = new ArrayList<>();

    private final SecuredServers servers = STARTED.get(0);

    @TempDir
    private Path folder = Path.of("");

    private String topic = "";

    @BeforeAll
    static void start(@TempDir Path directory) {
        STARTED.add(SecuredServers.start(directory));
    }

    @AfterAll
    static void stop() {
        STARTED.forEach(SecuredServers::close);
    }

    @ParameterizedTest
    @EnumSource
    void looksAtOffsetsAndHoldsThemAgainstTheCluster(Store kind) throws Exception {
        storeOffsets(kind);

        assertThat(on(kind, "show").out()).containsPattern(topic + " +0 +10 ");
        assertThat(on(kind, "lag").out()).containsPattern(topic + " +1 +10 +0 +15 +5 +resumable");
        assertThat(on(kind, "verify").out()).containsPattern(topic + " +0 +resumable +10 ");
    }

    @Test
    void copiesFromEachStoreToTheNext() throws Exception {
        storeOffsets(Store.MYSQL);
        List<Store> tour = List.of(Store.MYSQL, Store.ZOOKEEPER, Store.KAFKA, Store.MYSQL);
        for (int stop = 1; stop < tour.size(); stop++) {
            Store from = tour.get(stop - 1);
            Store to = tour.get(stop);
            Ran copied = run(
                    SecuredServers.PASSWORD,
                    "copy",
                    "--from",
                    servers.url(from),
                    "--from-config",
                    settings(from, SecuredServers.PASSWORD).toString(),
                    "--to",
                    servers.url(to),
                    "--to-config",
                    settings(to, SecuredServers.PASSWORD).toString(),
                    "--over",
                    "--force",
                    "--execute");
            assertThat(copied.exitCode()).as(copied.err()).isZero();
            assertThat(copied.err()).contains("Copied and read back: 2 offsets");
            assertThat(on(to, "show").out()).containsPattern(topic + " +1 +10 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordOfAStoreIsOneLineThatNamesTheServer(Store kind) throws Exception {
        storeOffsets(kind);

        Ran refused = run(
                WRONG,
                "show",
                "--store",
                servers.url(kind),
                "--store-config",
                settings(kind, WRONG).toString());

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(4);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .hasLineCount(1)
                .startsWith("tidemark: Cannot ")
                .contains(servers.address(kind));
    }

    @Test
    void aWrongPasswordOfTheClusterIsOneLineThatNamesIt() throws Exception {
        storeOffsets(Store.MYSQL);

        Ran refused = run(
                WRONG,
                "verify",
                "--store",
                servers.url(Store.MYSQL),
                "--store-config",
                settings(Store.MYSQL, SecuredServers.PASSWORD).toString());

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(4);
        assertThat(refused.err())
                .hasLineCount(1)
                .startsWith("tidemark: Cannot ")
                .contains("uthentication");
    }

    private void storeOffsets(Store kind) {
        topic = servers.newTopic(PARTITIONS);
        servers.allowJob(GROUP.value(), topic);
        servers.produce(topic, PARTITIONS, 0, 30);
        try (OpenOffsetStore opened = servers.open(kind, SecuredServers.PASSWORD, SecuredServers.Trust.RIGHT)) {
            OffsetStore store = opened.store();
            store.initialize(
                    GROUP,
                    Map.of(
                            new TopicPartition(topic, 0), StoredOffset.of(10),
                            new TopicPartition(topic, 1), StoredOffset.of(10)));
        }
    }

    /** Runs a command that is to succeed. */
    private Ran on(Store kind, String command) throws IOException, InterruptedException {
        Ran ran = run(
                SecuredServers.PASSWORD,
                command,
                "--store",
                servers.url(kind),
                "--store-config",
                settings(kind, SecuredServers.PASSWORD).toString());
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
        return ran;
    }

    /** The store's file: its password is in another file, or in the environment. */
    private Path settings(Store kind, String password) throws IOException {
        Map<String, String> settings = servers.settings(kind, password, SecuredServers.Trust.RIGHT);
        settings.put(
                "password",
                kind == Store.ZOOKEEPER
                        ? "env:STORE_PASSWORD"
                        : "file:" + Files.writeString(folder.resolve(kind + "-secret"), password));
        return file(kind + ".properties", settings);
    }

    private Path file(String name, Map<String, ?> settings) throws IOException {
        Properties properties = new Properties();
        settings.forEach((key, value) -> properties.setProperty(key, value.toString()));
        Path file = folder.resolve(name);
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    /**
     * Runs the tool.
     *
     * @param password what the environment and the cluster's file say
     */
    private Ran run(String password, String... arguments) throws IOException, InterruptedException {
        Map<String, Object> cluster = servers.kafkaParams(password, SecuredServers.Trust.RIGHT);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of(TOOL.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--group", GROUP.value(), "--topic", topic));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "STORE_PASSWORD", password,
                        "TIDEMARK_BOOTSTRAP_SERVER", servers.address(Store.KAFKA),
                        "TIDEMARK_COMMAND_CONFIG",
                                file("kafka.properties", cluster).toString()));
        Process process = builder.start();
        List<String> seen = new ArrayList<>();
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            process.info().commandLine().ifPresent(seen::add);
        }
        Ran ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        assertThat(seen).as("others see the command line").anyMatch(line -> line.contains("io.tidemark.cli.Tidemark"));
        assertThat(ran + seen.toString()).doesNotContain(SecuredServers.PASSWORD);
        return ran;
    }

    /** A command that has run. */
    private record Ran(int exitCode, String out, String err) {}
}
