package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.servers.TestRedis;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Small jobs outside this build, in Java and in Scala, for each line of Spark. They are built from the installed
 * artifacts alone and run by spark-submit. Killed in the middle and started again with other batches, they count every
 * order once.
 */
@EmbeddedOnly("it is about the class path and the build, and starts eight processes")
@Tag("release")
class ForeignJobsIT {

    private static final int PARTITIONS = 3;
    private static final int ORDERS = 12_000;
    private static final int KILLS = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final TestRedis REDIS = TestRedis.start();
    private static final Map<String, Long> EXPECTED = new TreeMap<>();

    private static final Map<SparkLine, ForeignProjects> PROJECTS = projects();

    private static Map<SparkLine, ForeignProjects> projects() {
        try {
            Map<SparkLine, ForeignProjects> projects = new EnumMap<>(SparkLine.class);
            for (SparkLine spark : SparkLine.values()) {
                projects.put(spark, ForeignProjects.build(spark));
            }
            return projects;
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
        REDIS.close();
    }

    private static ForeignProjects on(SparkLine spark) {
        return PROJECTS.getOrDefault(spark, PROJECTS.values().iterator().next());
    }

    @ParameterizedTest
    @EnumSource
    void jobsThatAreKilledInTheMiddleCountEveryOrderOnce(SparkLine spark) throws Exception {
        // each project with each kind of output, over both lines; two at a time, for two cores
        boolean isFirst = spark == SparkLine.SPARK_3_5;
        try (ForeignJob java = job(spark, "java", isFirst ? "OrdersIntoMySql" : "OrdersIntoRedis");
                ForeignJob scala = job(spark, "scala", isFirst ? "OrdersIntoRedis" : "OrdersIntoMySql")) {
            List<ForeignJob> pair = List.of(java, scala);
            for (ForeignJob job : pair) {
                job.start(spark, on(spark), 500);
            }
            for (ForeignJob job : pair) {
                job.awaitMoreThan(0);
                job.kill();
                assertThat(job.total()).as(job::log).isBetween(1L, ORDERS - 1L);
            }
            for (ForeignJob job : pair) {
                job.start(spark, on(spark), 1_700);
            }
            for (ForeignJob job : pair) {
                job.awaitCounts(EXPECTED);
            }
        }
    }

    @Test
    void aGroupMovesBetweenTheLinesOfSparkAndBack() throws Exception {
        try (ForeignJob job = new ForeignJob("java", "OrdersIntoRedis", "moving", REDIS.uri())) {
            SparkLine spark = SparkLine.SPARK_3_5;
            for (int kill = 0; kill < KILLS; kill++) {
                long before = job.total();
                job.start(spark, on(spark), 300 + 40 * kill);
                job.awaitMoreThan(before);
                job.kill();
                spark = spark == SparkLine.SPARK_3_5 ? SparkLine.SPARK_4_2 : SparkLine.SPARK_3_5;
            }
            assertThat(job.total()).as(job::log).isLessThan(ORDERS);
            job.start(spark, on(spark), 5_000);
            job.awaitCounts(EXPECTED);
        }
    }

    private static ForeignJob job(SparkLine spark, String project, String name) {
        return new ForeignJob(
                project, name, project + "_" + name + "_" + spark.folder().replace('.', '_'), REDIS.uri());
    }

    @ParameterizedTest
    @EnumSource
    void theDependenciesOfAJobOverrideNothingThatSparkBrings(SparkLine spark) throws IOException {
        Map<String, String> withTidemark = on(spark).versions("java");
        Map<String, String> withoutIt = on(spark).versions("plain");
        assertThat(withoutIt)
                .containsKeys("org.apache.spark:spark-core_" + spark.scalaBinaryVersion(), "org.slf4j:slf4j-api");
        assertThat(withTidemark).containsKeys("io.tidemark:tidemark-metrics-redis", "redis.clients:jedis");
        Map<String, String> shipped = SparksOwn.versions(spark);
        withoutIt.forEach((artifact, version) -> assertThat(withTidemark.get(artifact))
                .as(artifact)
                // without Tidemark, Maven takes an slf4j that Spark does not log with; with it, Spark's own
                .isIn(version, shipped.getOrDefault(artifact, version)));
    }

    @ParameterizedTest
    @EnumSource
    void theLibraryBringsNoClassThatSparkHasInAnotherVersion(SparkLine spark) throws IOException {
        Map<String, String> versions = SparksOwn.versions(spark);
        Set<String> shipped = new HashSet<>();
        for (Path jar : SparksOwn.jars(spark)) {
            shipped.addAll(SparksOwn.classes(jar));
        }
        Map<String, Set<String>> twice = new TreeMap<>();
        List<Path> everything = on(spark).classPath("everything");
        for (Path jar : everything.subList(1, everything.size())) {
            boolean theSame = SparksOwn.version(jar).equals(versions.get(SparksOwn.coordinates(jar)));
            Set<String> both = new HashSet<>(SparksOwn.classes(jar));
            both.retainAll(shipped);
            both.removeIf(name -> name.startsWith("org/apache/spark/unused/"));
            if (!theSame && !both.isEmpty()) {
                twice.put(jar.getFileName().toString(), both);
            }
        }
        assertThat(shipped).contains("org/apache/spark/SparkContext.class");
        assertThat(twice).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyStoreWorksWithTheClientsThatSparkHas(SparkLine spark) throws Exception {
        Path log =
                Path.of("target", "foreign", spark.folder(), "every-store.log").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of("com.example.EveryStore", "every-store-" + spark.folder()));
        command.addAll(EveryServer.urls());
        Process process = SparksOwn.start(spark, log, on(spark).classPath("everything"), command);
        boolean isDone = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(isDone).as(Files.readString(log)).isTrue();
        assertThat(Files.readString(log).lines().filter("7"::equals))
                .as(Files.readString(log))
                .hasSameSizeAs(EveryServer.urls());
    }
}
