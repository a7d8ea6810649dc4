package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;

/** A job of a foreign project in processes of its own, one after the other, and the counts in its database. */
final class ForeignJob implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final String project;
    private final String name;
    private final String id;
    private final String redis;
    private final RedisClient client;
    private final List<Process> processes = new ArrayList<>();

    /**
     * @param project the folder of its project
     * @param name its main class
     * @param id the name of its group and table
     * @param redis the URL of the Redis server that the metrics go to
     */
    ForeignJob(String project, String name, String id, String redis) {
        this.project = project;
        this.name = name;
        this.id = id;
        this.redis = redis;
        this.client = RedisClient.create(redis);
        Servers.sql("CREATE TABLE " + id + " (city VARCHAR(20) PRIMARY KEY, orders BIGINT NOT NULL)");
    }

    /** Starts the job as it is built for a line of Spark, on that line. */
    void start(SparkLine spark, ForeignProjects projects, int ordersPerBatch) throws IOException {
        String mysql =
                Servers.MYSQL.jdbcUrl() + "?user=" + Servers.MYSQL.user() + "&password=" + Servers.MYSQL.password();
        List<String> line = new ArrayList<>(List.of(
                "org.apache.spark.deploy.SparkSubmit", "--master", "local[2]", "--class", "com.example." + name));
        Map<String, String> conf = Map.of(
                "spark.ui.enabled",
                "false",
                "spark.orders.kafka",
                Servers.KAFKA.bootstrapServers(),
                "spark.orders.mysql",
                mysql,
                "spark.orders.store",
                "mysql://" + Servers.MYSQL.user() + ":" + Servers.MYSQL.password() + "@" + Servers.MYSQL.address()
                        + "/tidemark?layout=own",
                "spark.orders.redis",
                redis,
                "spark.orders.group",
                id,
                "spark.orders.table",
                id,
                "spark.orders.interval",
                "300",
                "spark.orders.batch",
                String.valueOf(ordersPerBatch));
        conf.forEach((key, value) -> line.addAll(Arrays.asList("--conf", key + "=" + value)));
        line.add(projects.jar(project).toString());
        processes.add(SparksOwn.start(spark, logFile(), List.of(), line));
    }

    /** Waits until the job has counted more than a number of orders. */
    void awaitMoreThan(long orders) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> total() > orders || !isRunning());
        assertThat(isRunning()).as(this::log).isTrue();
    }

    /** Waits until the job has counted all orders, and kills it. */
    void awaitCounts(Map<String, Long> expected) throws InterruptedException {
        long all = expected.values().stream().mapToLong(Long::longValue).sum();
        await().atMost(LONG).until(() -> total() >= all || !isRunning());
        assertThat(counts()).as(this::log).isEqualTo(expected);
        kill();
        assertThat(counts()).isEqualTo(expected);
    }

    boolean isRunning() {
        return processes.get(processes.size() - 1).isAlive();
    }

    void kill() throws InterruptedException {
        Process last = processes.get(processes.size() - 1);
        assertThat(last.isAlive()).as(this::log).isTrue();
        last.destroyForcibly();
        assertThat(last.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    long total() {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> counts() {
        return name.endsWith("Redis") ? inRedis() : inMySql();
    }

    private Map<String, Long> inRedis() {
        Map<String, Long> counts = new TreeMap<>();
        client.hgetAll("tidemark:{" + id + "}:all:orders")
                .forEach((city, count) -> counts.put(city.replace("city=", ""), Long.valueOf(count)));
        return counts;
    }

    private Map<String, Long> inMySql() {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(
                        Servers.MYSQL.jdbcUrl(), Servers.MYSQL.user(), Servers.MYSQL.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT city, orders FROM " + id)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot read table " + id, e);
        }
        return counts;
    }

    private Path logFile() {
        return Path.of("target", "foreign", id + "-" + processes.size() + ".log")
                .toAbsolutePath();
    }

    String log() {
        Path last = Path.of("target", "foreign", id + "-" + (processes.size() - 1) + ".log");
        try {
            return Files.readString(last);
        } catch (IOException e) {
            return "no log at " + last;
        }
    }

    /** Ends the last process, if it still runs. */
    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        client.close();
    }
}
