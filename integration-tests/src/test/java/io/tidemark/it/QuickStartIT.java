package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.servers.junit.EmbeddedOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** The quick start, command by command as it stands in the page, in a folder with nothing in it but a checkout. */
@EmbeddedOnly("the page starts its own servers")
class QuickStartIT {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final List<MarkdownBlock> PAGE = MarkdownBlock.of(PROJECT.resolve("docs/quick-start.md"));

    private final List<Process> inTerminals = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void closeTerminals() throws InterruptedException {
        for (Process terminal : inTerminals) {
            end(terminal);
        }
    }

    @Test
    void whoFollowsThePageGetsExactCounts() throws Exception {
        Files.createSymbolicLink(folder.resolve("tidemark"), PROJECT);
        inTerminal(step("servers"));
        run(step("project"));
        Files.writeString(
                folder.resolve("orders/src/main/java/com/example/OrdersIntoRedis.java"),
                PAGE.stream()
                        .filter(block -> block.language().equals("java"))
                        .findFirst()
                        .orElseThrow()
                        .text());
        run(step("build"));
        await().atMost(LONG)
                .until(() -> Files.readString(folder.resolve("servers.env")).contains("TIDEMARK_STORE="));

        run(step("records"));
        Process job = inTerminal(step("run"));
        awaitCounts(job, Map.of("city=Guangzhou", "1", "city=Shenzhen", "2"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(run(step("look")).lines().skip(1))
                        .hasSize(4)
                        .allMatch(line -> line.matches("orders .* 0  resumable")));

        end(job);
        run(step("records"));
        awaitCounts(
                inTerminal(step("run").replace("interval=1000", "interval=300")),
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

    private void awaitCounts(Process job, Map<String, String> expected) throws Exception {
        String redis = run(". ./servers.env && printf %s \"$REDIS\"");
        try (RedisClient client = RedisClient.create(redis)) {
            await().atMost(LONG).untilAsserted(() -> {
                assertThat(job.isAlive()).as("the job runs").isTrue();
                assertThat(client.hgetAll("tidemark:{orders}:all:orders")).isEqualTo(expected);
            });
        }
    }

    private String run(String script) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "step-", ".out");
        Process process = shell(script, out).start();
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(script + Files.readString(out)).isZero();
        return Files.readString(out);
    }

    private Process inTerminal(String script) throws IOException {
        Process process =
                shell(script, Files.createTempFile(folder, "terminal-", ".out")).start();
        inTerminals.add(process);
        return process;
    }

    private ProcessBuilder shell(String script, Path out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + PrivateRepository.make());
        environment.put(
                "PATH",
                Path.of(System.getProperty("tidemark.maven.home", ""), "bin") + ":"
                        + environment.getOrDefault("PATH", ""));
        environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "SPARK_CONF_DIR"));
        return builder;
    }

    /** With all that was started in it. */
    private static void end(Process terminal) throws InterruptedException {
        List<ProcessHandle> all = terminal.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        terminal.destroy();
        assertThat(terminal.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        all.forEach(one -> await().atMost(LONG).until(() -> !one.isAlive()));
    }
}
