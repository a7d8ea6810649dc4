package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.TestRedis;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.test.TidemarkTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** {@code bin/recharge site}, the page without a job, as an operator starts it. */
@TidemarkTest
@EmbeddedOnly("the command runs outside of containers")
@Tag("long")
class PageLauncherIT {

    /** The launcher may have to build the page first. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final int ORDERS = 4321;
    private static final int SIGTERM = 143;

    private final HttpClient http = HttpClient.newHttpClient();
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
    void itServesTheNumbersInRedisAndEndsOnSigterm(TestRedis redis) throws Exception {
        writeOrders(redis);

        Process page = start("--port", "0", "--set", "redis.url=" + redis.uri());
        URI address = address(page);

        assertThat(get(address, "/").body()).contains("<title>话费充值实时监控</title>");
        assertThat(get(address, "/healthz").body()).contains("\"status\":\"ok\"");
        assertThat(get(address, "/healthz").statusCode()).isEqualTo(200);
        assertThat(get(address, "/api/snapshot?period=all").body()).contains("\"overall\":{\"orders\":" + ORDERS + ",");

        page.destroy();
        assertThat(page.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(page.exitValue()).isEqualTo(SIGTERM);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aPortThatIsInUseIsOneLine(TestRedis redis) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process page = start("--port", Integer.toString(other.getLocalPort()), "--set", "redis.url=" + redis.uri());

            assertThat(page.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(page.exitValue()).isEqualTo(1);
            assertThat(lines("errors"))
                    .containsExactly("recharge: Cannot serve the page at 127.0.0.1:" + other.getLocalPort()
                            + ": Address already in use; use another port, or 0 for a free one");
            assertThat(lines("output")).isEmpty();
        }
    }

    @Test
    void aRedisThatIsMissingIsOneLineAndThePageIsServedAllTheSame() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            writeOrders(redis);
            redis.stop();

            URI address = address(start("--port", "0", "--set", "redis.url=" + redis.uri()));

            assertThat(get(address, "/").statusCode()).isEqualTo(200);
            assertThat(get(address, "/healthz").body()).contains("\"status\":\"source-away\"");
            assertThat(get(address, "/healthz").statusCode()).isEqualTo(503);
            await().untilAsserted(() -> assertThat(warnings())
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .contains("Cannot read the metrics of group 'recharge'")
                    .contains(redis.address()));

            redis.restart();
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(get(address, "/healthz").body()).contains("\"status\":\"ok\""));
            assertThat(warnings()).hasSize(1);
        }
    }

    private List<String> warnings() {
        return lines("errors").stream().filter(line -> !line.contains(" INFO ")).toList();
    }

    private static void writeOrders(TestRedis redis) {
        GroupId group = new GroupId("recharge");
        TopicPartition partition = new TopicPartition("recharge-log", 0);
        try (RedisClient client = RedisClient.create(redis.uri())) {
            RedisMetricSink sink = new RedisMetricSink(client, RedisMetricSinkSettings.defaults());
            sink.initialize(group, Map.of(partition, StoredOffset.of(0)));
            Measurement orders = Measurement.of(
                    "orders",
                    Map.of("city", "755"),
                    Instant.now().truncatedTo(ChronoUnit.MINUTES),
                    new MetricValue.Sum(ORDERS));
            sink.write(new MetricBatch(group, List.of(new PartitionRange(partition, 0, ORDERS)), List.of(orders)));
        }
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("bin/recharge", "site"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(DeployFiles.ROOT.toFile())
                .redirectOutput(folder.resolve("output").toFile())
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** The address that the page prints when it is served. */
    private URI address(Process page) {
        await().atMost(LIMIT).until(() -> {
            assertThat(page.isAlive()).as(() -> lines("errors").toString()).isTrue();
            return !lines("output").isEmpty();
        });
        return URI.create(lines("output").get(0));
    }

    /** The output of the process, without the progress of a build. */
    private List<String> lines(String file) {
        try {
            return Files.readAllLines(folder.resolve(file)).stream()
                    .filter(line -> !line.matches("recharge: (building the page|Tidemark: ).*"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(URI address, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
