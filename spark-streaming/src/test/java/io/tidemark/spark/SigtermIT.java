package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, as every orchestrator sends it. Without the hook in front of Spark's own the running batch is cut off. */
class SigtermIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theRunningBatchIsFinishedAndCommittedBeforeTheProcessEnds() throws Exception {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 7);
        Path diary = folder.resolve("diary");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .forEach(command::add);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                SigtermDriver.class.getName(), TestCluster.kafka().bootstrapServers(), topic, diary.toString()));
        Process driver = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        await().atMost(LONG).until(() -> !driver.isAlive() || Files.exists(diary));
        driver.destroy();
        assertThat(driver.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(driver.exitValue()).isEqualTo(128 + 15);
        assertThat(Files.readAllLines(diary)).containsExactly("begun", "handled 7", "committed 7");
    }
}
