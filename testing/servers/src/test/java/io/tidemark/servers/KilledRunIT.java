package io.tidemark.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.tidemark.servers.junit.ContainersOnly;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/**
 * Tests that {@code bin/clean-containers} removes what a killed run leaves behind, and nothing of active runs.
 */
@ContainersOnly("embedded servers end with their run by themselves")
class KilledRunIT {

    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Duration LONG = Duration.ofMinutes(1);

    private final DockerClient engine = DockerClientFactory.lazyClient();

    @Test
    void afterTheCleanUpNoContainerNetworkOrProcessOfAKilledRunIsLeft() throws Exception {
        try (TestRedis ours = TestRedis.start()) {
            Process run = startRun();
            long owner = run.pid();
            List<Long> processes;
            try {
                processes = serverProcesses(owner);
                assertThat(processes).hasSize(1);
                assertThat(networks(owner)).hasSize(1);
                clean();
                assertThat(containers(owner)).as("its run goes on").hasSize(1);
            } finally {
                run.destroyForcibly().waitFor();
            }
            assertThat(containers(owner)).as("nothing else removes it").hasSize(1);

            clean();

            assertThat(containers(owner)).isEmpty();
            assertThat(networks(owner)).isEmpty();
            assertThat(processes).allSatisfy(process -> await().atMost(LONG)
                    .until(() -> ProcessHandle.of(process).isEmpty()));
            assertThat(ours.isRunning()).isTrue();
        }
    }

    /** Without Testcontainers' own cleaner, as where that was killed too. */
    private static Process startRun() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtidemark.servers=containers",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedRun.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true");
        Process run = builder.start();
        BufferedReader output = run.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.equals(DoomedRun.READY)) {
            line = output.readLine();
        }
        assertThat(line).as("it ended: see its errors").isNotNull();
        return run;
    }

    private static void clean() throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        ROOT.resolve("bin").resolve("clean-containers").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(script.exitValue()).as(said).isZero();
    }

    private List<Container> containers(long owner) {
        return engine.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(label(owner)))
                .exec();
    }

    private List<?> networks(long owner) {
        return engine.listNetworksCmd()
                .withFilter("label", List.of(label(owner)))
                .exec();
    }

    /** As this machine numbers them; the engine is on it. */
    private List<Long> serverProcesses(long owner) {
        return containers(owner).stream()
                .map(container -> engine.inspectContainerCmd(container.getId()).exec())
                .map(container -> container.getState().getPidLong())
                .toList();
    }

    private static String label(long owner) {
        return ContainerServer.OWNER_LABEL + "=" + owner;
    }
}
