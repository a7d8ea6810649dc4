package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.servers.junit.EmbeddedOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program of the page on plain consumers, as it stands there, in processes that are killed. */
@EmbeddedOnly("what the loop does to servers is not what is tested")
@Tag("long")
class PlainConsumerPageIT {

    private static final Path PAGE =
            Path.of("..", "docs", "plain-consumer.md").toAbsolutePath().normalize();
    private static final int PARTITIONS = 2;
    private static final int PER_ROUND = 30_000;
    private static final int KILLS = 3;

    private final String url = Servers.MYSQL.jdbcUrl("plainloop");
    private Optional<Process> counter = Optional.empty();

    @AfterEach
    void end() {
        counter.ifPresent(Process::destroyForcibly);
    }

    @Test
    void everyOrderIsCountedOnceHoweverOftenTheProcessIsKilled() throws Exception {
        MarkdownBlock block = MarkdownBlock.of(PAGE).stream()
                .filter(each -> each.mark().equals("test: plain consumer"))
                .findFirst()
                .orElseThrow();
        assertThat(DocumentedCode.compile(block)).isNotEmpty();
        Servers.sql(
                "CREATE DATABASE plainloop",
                "CREATE TABLE plainloop.order_counts (product varchar(20) PRIMARY KEY, orders bigint)");
        String topic = Servers.newTopic(PARTITIONS);

        for (int round = 0; round < KILLS; round++) {
            Servers.produce(topic, PARTITIONS, round * PER_ROUND, (round + 1) * PER_ROUND);
            long before = counted();
            Process running = start(topic);
            await().atMost(Job.LONG).until(() -> counted() > before || !running.isAlive());
            running.destroyForcibly().waitFor();
            assertThat(counted()).as("killed with nothing done").isGreaterThan(before);
        }
        Process last = start(topic);
        await().atMost(Job.LONG).until(() -> counted() >= KILLS * PER_ROUND || !last.isAlive());

        assertThat(last.isAlive()).isTrue();
        assertThat(counts()).hasSize(KILLS * PER_ROUND).allSatisfy((product, orders) -> assertThat(orders)
                .isEqualTo(1));
    }

    private Process start(String topic) throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target" + File.separator + "documented-code" + File.pathSeparator
                                + System.getProperty("java.class.path"),
                        "io.tidemark.it.OrderCounter",
                        Servers.KAFKA.bootstrapServers(),
                        topic,
                        url,
                        Servers.MYSQL.user(),
                        Servers.MYSQL.password())
                .inheritIO()
                .start();
        counter = Optional.of(started);
        return started;
    }

    private long counted() throws SQLException {
        return query("SELECT 'all', COALESCE(SUM(orders), 0) FROM order_counts").getOrDefault("all", 0L);
    }

    private Map<String, Long> counts() throws SQLException {
        return query("SELECT product, orders FROM order_counts");
    }

    private Map<String, Long> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, Servers.MYSQL.user(), Servers.MYSQL.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            Map<String, Long> found = new TreeMap<>();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getLong(2));
            }
            return found;
        }
    }
}
