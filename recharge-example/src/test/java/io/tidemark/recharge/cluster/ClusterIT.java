package io.tidemark.recharge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.recharge.servers.LocalServers;
import io.tidemark.recharge.testing.FilledTopic;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job's jar, submitted to a standalone cluster with two workers. One of them is lost while it runs a task. */
@Tag("long")
class ClusterIT {

    private static final Duration LONG = Duration.ofMinutes(4);
    private static final Duration STALL = Duration.ofSeconds(3);
    private static final String TOPIC = "recharge-log";
    private static final int PARTITIONS = 4;
    private static final int ORDERS = 15_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aJobOnTwoWorkersCountsEverythingOnceAlthoughOneOfThemIsKilled() throws Exception {
        try (LocalServers servers = LocalServers.start(StoreType.MYSQL, server -> ServerOptions.temporary());
                StandaloneCluster cluster = StandaloneCluster.start(folder)) {
            servers.kafka().createTopic(TOPIC, PARTITIONS);
            FilledTopic topic = FilledTopic.fill(
                    servers.kafka().bootstrapServers(),
                    TOPIC,
                    PARTITIONS,
                    new GeneratedLog(6, "guangdong", ORDERS),
                    "recharge");
            Path file = configure(servers.settings(), topic.records());
            RechargeConfig config = ConfigFiles.read(Optional.of(file), Map.of(), Map.of());
            Path events = Files.createDirectories(folder.resolve("events"));
            EventLog log = new EventLog(events);

            Process driver = cluster.submit("driver", options(events), SparkInstallation.jobJar(), arguments(file));
            await().atMost(LONG)
                    .until(() -> !driver.isAlive() || log.tasksDone().size() == 2);
            assertThat(log.executors()).as(() -> cluster.log("driver")).containsExactlyInAnyOrder("0", "1");

            // a frozen executor gets tasks like any other, so it has one when it is killed
            signal(cluster.executorOf(0), "STOP");
            int[] jobs = {-1};
            await().atMost(LONG).during(STALL).until(() -> {
                int before = jobs[0];
                jobs[0] = log.jobs();
                return jobs[0] == before;
            });
            assertThat(report(config).records().read())
                    .as("so much is left to do")
                    .isLessThan(topic.records());
            cluster.kill(0);

            await().atMost(LONG)
                    .until(() -> !driver.isAlive() || report(config).records().read() >= topic.records());
            assertThat(ReportJson.write(report(config)))
                    .as(() -> cluster.log("driver"))
                    .isEqualTo(ReportJson.write(topic.want()));
            await().atMost(LONG).until(() -> stored(config) == topic.records());

            driver.toHandle().destroy();
            assertThat(driver.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(log.executorsLost()).hasSize(1);
            assertThat(log.tasksLost()).containsOnlyKeys(log.executorsLost());
            assertThat(log.tasksDone()).containsOnlyKeys("0", "1");
        }
    }

    private static List<String> options(Path events) {
        return List.of(
                "--class",
                "io.tidemark.recharge.cli.Recharge",
                "--executor-memory",
                "512m",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.eventLog.enabled=true",
                "--conf",
                "spark.eventLog.rolling.enabled=false",
                "--conf",
                "spark.eventLog.dir=" + events.toUri());
    }

    private static List<String> arguments(Path config) {
        return List.of("job", "--config", config.toString());
    }

    private Path configure(Map<String, String> servers, long records) throws IOException {
        Properties properties = new Properties();
        properties.putAll(servers);
        properties.setProperty("kafka.topic", TOPIC);
        properties.setProperty("job.batch-interval", "300ms");
        properties.setProperty("job.max-records-per-batch", String.valueOf(records / 25));
        Path file = folder.resolve("job.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "the job on a cluster");
        }
        return file;
    }

    private static RechargeReport report(RechargeConfig config) {
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            return new ReportReader(metrics.reader())
                    .read(new GroupId(config.group()), config.dictionary().regions(), Period.all());
        }
    }

    private static long stored(RechargeConfig config) throws IOException {
        try (StoreConnection store = StoreConnection.open(config.store())) {
            return store.store().load(new GroupId(config.group()), Set.of(TOPIC)).values().stream()
                    .mapToLong(StoredOffset::offset)
                    .sum();
        }
    }

    private static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }
}
