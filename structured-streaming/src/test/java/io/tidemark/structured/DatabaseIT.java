package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.TestMySql;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a database, by its URL, and the job's own table in the same database. */
@Tag("long")
class DatabaseIT {

    private static final TestMySql SERVER = TestMySql.start();

    @TempDir
    private Path folder;

    @Test
    void theJobsTableAndTheOffsetsChangeTogetherOverCrashesAndALostCheckpoint() throws Exception {
        String topic = TestCluster.newTopic(2);
        try (Connection connection = connection()) {
            emptyTotals(connection);
            String url = url();
            TestQuery query = TestQuery.of(folder.resolve("checkpoint"), topic, new InMemoryOffsetStore())
                    .with("tidemark.store", url)
                    .with("tidemark.output", "exactly-once-with-store")
                    .with("maxOffsetsPerTrigger", "7");
            VoidFunction2<Dataset<String>, Long> output =
                    QueryOutput.exactlyOnceWith(Connection.class, DatabaseIT::add);

            TestCluster.produce(topic, 2, 0, 20);
            assertThatThrownBy(() -> query.runAvailable((batch, id) -> {
                        output.call(batch, id);
                        if (id == 1) {
                            throw new IllegalStateException("crashed behind the commit");
                        }
                    }))
                    .hasMessageContaining("crashed behind the commit");
            assertThatThrownBy(() -> query.runAvailable(
                            QueryOutput.<String, Connection>exactlyOnceWith(Connection.class, (batch, opened) -> {
                                add(batch, opened);
                                throw new IllegalStateException("crashed before the commit");
                            })))
                    .hasMessageContaining("crashed before the commit");
            query.runAvailable(output);
            TestCluster.produce(topic, 2, 20, 10);
            query.at(folder.resolve("another")).runAvailable(output);

            assertThat(totals(connection)).containsExactly(30L, 30L * 29 / 2);
            try (OpenOffsetStore store = OffsetStores.open(url)) {
                assertThat(store.store().load(new GroupId(query.group())).values())
                        .extracting(entry -> entry.offset())
                        .containsExactly(15L, 15L);
            }
        }
    }

    @Test
    void killsAtAnyPointAndALostCheckpointChangeNoTotal() throws Exception {
        String topic = TestCluster.newTopic(2);
        TestQuery query = TestQuery.of(folder.resolve("checkpoint"), topic, new InMemoryOffsetStore())
                .with("tidemark.store", url())
                .with("tidemark.output", "exactly-once-with-store");
        try (Connection connection = connection()) {
            emptyTotals(connection);
            int records = 600;
            TestCluster.produce(topic, 2, 0, records);
            for (int kill = 1; kill <= 3; kill++) {
                long enough = records / 4L * kill;
                // the third run has lost the checkpoint of the ones before
                Path checkpoint = folder.resolve(kill < 3 ? "killed" : "another");
                Process driver = driver(topic, query.group(), checkpoint);
                try {
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(3))
                            .until(() -> totals(connection).get(0) >= enough || !driver.isAlive());
                    assertThat(driver.isAlive()).isTrue();
                } finally {
                    driver.destroyForcibly().waitFor();
                }
            }
            query.at(folder.resolve("another"))
                    .runAvailable(QueryOutput.<String, Connection>exactlyOnceWith(Connection.class, DatabaseIT::add));

            assertThat(totals(connection)).containsExactly((long) records, records * (records - 1L) / 2);
        }
    }

    @Test
    void aKillBetweenTheLastBatchAndItsCommitIsMadeGoodByTheNextStart() throws Exception {
        String topic = TestCluster.newTopic(2);
        Path files = folder.resolve("files");
        TestQuery query = TestQuery.of(folder.resolve("checkpoint"), topic, new InMemoryOffsetStore())
                .with("tidemark.store", url());
        TestCluster.produce(topic, 2, 0, 10);
        // three batches; the process dies when Spark has finished the last one
        Process driver = driver(
                LastBatchDriver.class,
                List.of(
                        TestCluster.kafka().bootstrapServers(),
                        topic,
                        query.group(),
                        url(),
                        query.checkpoint().toString(),
                        files.toString(),
                        "3"));
        assertThat(driver.waitFor()).isEqualTo(137);
        assertThat(query.checkpoint().resolve("commits").resolve("2")).exists();
        try (OpenOffsetStore store = OffsetStores.open(url())) {
            assertThat(query.stored(store.store())).isEqualTo(Map.of(0, 4L, 1, 4L));

            List<String> again = new ArrayList<>();
            query.runAvailable(again);

            assertThat(again).isEmpty();
            assertThat(query.stored(store.store())).isEqualTo(Map.of(0, 5L, 1, 5L));
        }
        assertThat(TestSpark.session().read().textFile(files.toString()).collectAsList())
                .containsExactlyInAnyOrderElementsOf(TestQuery.numbers(0, 10));
    }

    private Process driver(String topic, String group, Path checkpoint) throws IOException {
        return driver(
                KilledDriver.class,
                List.of(TestCluster.kafka().bootstrapServers(), topic, group, url(), checkpoint.toString()));
    }

    private Process driver(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .toList());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("driver.log").toFile())
                .start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private String url() throws IOException {
        return "mysql://" + SERVER.address() + "/tidemark?layout=own&user=" + SERVER.user() + "&password=file:"
                + secret(SERVER.password());
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl(), SERVER.user(), SERVER.password());
    }

    private static void emptyTotals(Connection connection) throws SQLException {
        execute(connection, "CREATE TABLE IF NOT EXISTS totals (records BIGINT, total BIGINT)");
        execute(connection, "DELETE FROM totals");
        execute(connection, "INSERT INTO totals VALUES (0, 0)");
    }

    private Path secret(String password) throws IOException {
        return Files.writeString(folder.resolve("password"), password + "\n");
    }

    static void add(Dataset<String> batch, Connection connection) throws SQLException {
        List<String> values = batch.collectAsList();
        try (PreparedStatement add =
                connection.prepareStatement("UPDATE totals SET records = records + ?, total = total + ?")) {
            add.setLong(1, values.size());
            add.setLong(2, values.stream().mapToLong(Long::parseLong).sum());
            add.executeUpdate();
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static List<Long> totals(Connection connection) throws SQLException {
        try (Statement read = connection.createStatement();
                ResultSet row = read.executeQuery("SELECT records, total FROM totals")) {
            row.next();
            return List.of(row.getLong(1), row.getLong(2));
        }
    }
}
