package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.spark.ManagedStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A job's store that follows the ledger of its Redis sink, and an operator who rewinds the job. */
@Tag("long")
class FollowingStoreIT {

    private static final Path TOOL =
            Path.of("..", "bin", "tidemark").toAbsolutePath().normalize();
    private static final int REFUSED = 3;

    private final Job job = new Job("followed", Servers.newTopic(1));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theStoreIsNotRewoundAloneAndFollowsARewindOfTheLedgerAtTheNextStart() throws Exception {
        String storeUrl = "zookeeper://" + Servers.ZOOKEEPER.address() + "/jobs";
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RedisClient client = RedisClient.create(redis.uri());
                OpenOffsetStore opened = Store.ZOOKEEPER.open(WriterName.ofThisProcess())) {
            RedisMetricSink sink = new RedisMetricSink(client);
            Servers.produce(job.topic(), 1, 0, 50);
            runUntil(50, sink, opened.store());

            assertThat(tool("show", "--store", storeUrl).err())
                    .contains("this store follows " + redis.uri() + ", the ledger of a sink");
            Ran refused = tool(rewind(storeUrl));
            assertThat(refused.exitCode()).as(refused.err()).isEqualTo(REFUSED);
            assertThat(refused.err())
                    .contains("Run the command on the ledger instead, with --store '" + redis.uri() + "'");
            assertThat(offset(opened.store())).isEqualTo(50);

            Ran rewound = tool(rewind(redis.uri()));
            assertThat(rewound.exitCode()).as(rewound.err()).isZero();
            assertThat(offset(sink)).isEqualTo(20);
            assertThat(offset(opened.store())).isEqualTo(50);

            Servers.produce(job.topic(), 1, 50, 51);
            runUntil(51, sink, opened.store());
            assertThat(offset(sink)).isEqualTo(51);
            assertThat(counted(client))
                    .as("each record, and those from 20 on again")
                    .isEqualTo(51 + 30);
        }
    }

    private void runUntil(long offset, RedisMetricSink sink, OffsetStore store) {
        try (ManagedStream stream = job.startInto(sink, store)) {
            await().atMost(Job.LONG).until(() -> offset(store) == offset && offset(sink) == offset);
            assertThat(stream.isRunning()).isTrue();
        }
    }

    private long offset(OffsetStore store) {
        return store.load(job.group()).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }

    private long counted(RedisClient client) {
        Totals seen = new Totals("seen", Period.all());
        return new RedisMetricReader(client)
                .read(job.group(), List.of(seen)).totals(seen).values().stream()
                        .mapToLong(FollowingStoreIT::sum)
                        .sum();
    }

    private static long sum(MetricValue value) {
        return value instanceof Sum sum ? sum.value() : 0;
    }

    private static String[] rewind(String url) {
        return new String[] {"rewind", "--store", url, "--to-offset", "20", "--execute", "--force"};
    }

    private Ran tool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TOOL.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--group", job.group().value(), "--topic", job.topic()));
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "TIDEMARK_BOOTSTRAP_SERVER",
                        Servers.KAFKA.bootstrapServers()));
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), Files.readString(err));
    }

    /** A command that has run. */
    private record Ran(int exitCode, String err) {}
}
