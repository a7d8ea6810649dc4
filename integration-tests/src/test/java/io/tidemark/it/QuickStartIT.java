package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.servers.junit.EmbeddedOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The quick start, command by command as it stands in the page, in a folder with nothing in it but a checkout. */
@EmbeddedOnly("the page starts its own servers")
@Tag("long")
class QuickStartIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final List<MarkdownBlock> PAGE = MarkdownBlock.of(PROJECT.resolve("docs/quick-start.md"));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whoFollowsThePageGetsExactCounts() throws Exception {
        try (Terminals terminals = new Terminals(folder, PrivateRepository.make())) {
            follow(terminals);
        }
    }

    private void follow(Terminals terminals) throws Exception {
        Files.createSymbolicLink(folder.resolve("tidemark"), PROJECT);
        terminals.open(step("servers"));
        terminals.run(step("project"));
        Files.writeString(
                folder.resolve("orders/src/main/java/com/example/OrdersIntoRedis.java"),
                PAGE.stream()
                        .filter(block -> block.language().equals("java"))
                        .findFirst()
                        .orElseThrow()
                        .text());
        terminals.run(step("build"));
        await().atMost(LONG)
                .until(() -> Files.readString(folder.resolve("servers.env")).contains("TIDEMARK_STORE="));

        terminals.run(step("records"));
        Terminals.Terminal job = terminals.open(step("run"));
        awaitCounts(terminals, job, Map.of("city=Guangzhou", "1", "city=Shenzhen", "2"));
        await().atMost(LONG).untilAsserted(() -> assertThat(
                        terminals.run(step("look")).lines().skip(1))
                .hasSize(4)
                .allMatch(line -> line.matches("orders .* 0  resumable")));

        job.end();
        terminals.run(step("records"));
        awaitCounts(
                terminals,
                terminals.open(step("run").replace("interval=1000", "interval=300")),
                Map.of("city=Guangzhou", "2", "city=Shenzhen", "4"));
    }

    /** What the page says; redis-cli, which need not be there, is left out. */
    private static String step(String name) {
        return PAGE.stream()
                .filter(block -> block.mark().equals("test: " + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The page has no step '" + name + "'"))
                .text()
                .replaceAll("(?m)^\\s*redis-cli .*$", "");
    }

    private static void awaitCounts(Terminals terminals, Terminals.Terminal job, Map<String, String> expected)
            throws Exception {
        String redis = terminals.run(". ./servers.env && printf %s \"$REDIS\"");
        try (RedisClient client = RedisClient.create(redis)) {
            await().atMost(LONG).untilAsserted(() -> {
                assertThat(job.process().isAlive()).as("the job runs").isTrue();
                assertThat(client.hgetAll("tidemark:{orders}:all:orders")).isEqualTo(expected);
            });
        }
    }
}
