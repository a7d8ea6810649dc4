package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.servers.EmbeddedOnly;
import io.tidemark.servers.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/**
 * Small jobs of somebody else, in Java and in Scala, built from the installed artifacts alone and run by spark-submit: killed
 * in the middle and started again, with other batches, they count every order once.
 */
@EmbeddedOnly("it is about the class path and the build, and starts eight processes")
class ForeignJobsIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int PARTITIONS = 3;
    private static final int ORDERS = 12_000;

    private static final TestRedis REDIS = TestRedis.start();
    private static final RedisClient JEDIS = RedisClient.create(REDIS.uri());
    private static final Map<String, Long> EXPECTED = new TreeMap<>();

    private static final ForeignProjects PROJECTS = projects();

    private static ForeignProjects projects() {
        try {
            return ForeignProjects.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void ordersAreThere() {
        Servers.KAFKA.createTopic("orders", PARTITIONS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(Servers.kafkaParams(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int order = 0; order < ORDERS; order++) {
                String city = "city-" + (order * 31L % 101) % 7;
                EXPECTED.merge(city, 1L, Long::sum);
                var sent = producer.send(new ProducerRecord<>(
                        "orders", order % PARTITIONS, null, city.getBytes(StandardCharsets.UTF_8)));
                assertThat(sent).isNotNull();
            }
            producer.flush();
        }
    }

    @AfterAll
    static void end() {
        JEDIS.close();
        REDIS.close();
    }

    @Test
    void jobsThatAreKilledInTheMiddleCountEveryOrderOnce() throws Exception {
        List<ForeignJob> jobs = List.of(
                new ForeignJob("java", "OrdersIntoMySql"),
                new ForeignJob("java", "OrdersIntoRedis"),
                new ForeignJob("scala", "OrdersIntoMySql"),
                new ForeignJob("scala", "OrdersIntoRedis"));
        // two at a time: there may be no more cores than that
        for (List<ForeignJob> pair : List.of(jobs.subList(0, 2), jobs.subList(2, 4))) {
            for (ForeignJob job : pair) {
                job.start(500);
            }
            for (ForeignJob job : pair) {
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> job.total() > 0 || !job.isRunning());
                job.kill();
                assertThat(job.total()).as(job::log).isBetween(1L, ORDERS - 1L);
            }
            for (ForeignJob job : pair) {
                job.start(1_700);
            }
            for (ForeignJob job : pair) {
                await().atMost(LONG).until(() -> job.total() >= ORDERS || !job.isRunning());
                assertThat(job.counts()).as(job::log).isEqualTo(EXPECTED);
                job.kill();
                assertThat(job.counts()).isEqualTo(EXPECTED);
            }
        }
    }

    @Test
    void theDependenciesOfAJobOverrideNothingThatSparkBrings() throws IOException {
        Map<String, String> withTidemark = PROJECTS.versions("java");
        Map<String, String> withoutIt = PROJECTS.versions("plain");
        assertThat(withoutIt).containsKeys("org.apache.spark:spark-core_2.12", "org.slf4j:slf4j-api");
        assertThat(withTidemark).containsKeys("io.tidemark:tidemark-metrics-redis", "redis.clients:jedis");
        Map<String, String> spark = SparksOwn.versions();
        withoutIt.forEach((artifact, version) -> assertThat(withTidemark.get(artifact))
                .as(artifact)
                // left to itself Maven takes an slf4j that Spark does not log with; Tidemark leads to Spark's own
                .isIn(version, spark.getOrDefault(artifact, version)));
    }

    @Test
    void theLibraryBringsNoClassThatSparkHasInAnotherVersion() throws IOException {
        Map<String, String> versions = SparksOwn.versions();
        Set<String> spark = new HashSet<>();
        for (Path jar : SparksOwn.jars()) {
            spark.addAll(SparksOwn.classes(jar));
        }
        Map<String, Set<String>> twice = new TreeMap<>();
        for (Path jar : PROJECTS.classPath("everything")
                .subList(1, PROJECTS.classPath("everything").size())) {
            boolean theSame = SparksOwn.version(jar).equals(versions.get(SparksOwn.coordinates(jar)));
            Set<String> both = new HashSet<>(SparksOwn.classes(jar));
            both.retainAll(spark);
            both.removeIf(name -> name.startsWith("org/apache/spark/unused/"));
            if (!theSame && !both.isEmpty()) {
                twice.put(jar.getFileName().toString(), both);
            }
        }
        assertThat(spark).contains("org/apache/spark/SparkContext.class");
        assertThat(twice).isEmpty();
    }

    @Test
    void everyStoreWorksWithTheClientsThatSparkHas() throws Exception {
        Path log = Path.of("target", "foreign", "every-store.log").toAbsolutePath();
        Process process = SparksOwn.start(
                log,
                PROJECTS.classPath("everything"),
                List.of(
                        "com.example.EveryStore",
                        "mysql://" + Servers.MYSQL.user() + ":" + Servers.MYSQL.password() + "@"
                                + Servers.MYSQL.address() + "/tidemark",
                        "zookeeper://" + Servers.ZOOKEEPER.address() + "/every",
                        "kafka://" + Servers.KAFKA.bootstrapServers()));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log).lines().filter("7"::equals))
                .as(Files.readString(log))
                .hasSize(3);
    }

    /** One of the jobs, and what it has counted. */
    private static final class ForeignJob {

        private final String project;
        private final String name;
        private final String id;
        private final List<Process> processes = new ArrayList<>();

        ForeignJob(String project, String name) {
            this.project = project;
            this.name = name;
            this.id = project + "_" + name;
            Servers.sql("CREATE TABLE " + id + " (city VARCHAR(20) PRIMARY KEY, orders BIGINT NOT NULL)");
        }

        void start(int ordersPerBatch) throws IOException {
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
                    REDIS.uri(),
                    "spark.orders.group",
                    id,
                    "spark.orders.table",
                    id,
                    "spark.orders.interval",
                    "300",
                    "spark.orders.batch",
                    String.valueOf(ordersPerBatch));
            conf.forEach((key, value) -> line.addAll(Arrays.asList("--conf", key + "=" + value)));
            line.add(PROJECTS.jar(project).toString());
            processes.add(SparksOwn.start(logFile(), List.of(), line));
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
            JEDIS.hgetAll("tidemark:{" + id + "}:all:orders")
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
    }
}
