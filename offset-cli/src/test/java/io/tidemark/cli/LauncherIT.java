package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool as operators start it: {@code bin/tidemark}, one archive and the driver beside it. */
@Tag("long")
class LauncherIT {

    private static final Path LAUNCHER =
            Path.of("..", "bin", "tidemark").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void opensEachStoreFromAnywhereWithASecretThatIsOnNoCommandLine() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("tidemark"), LAUNCHER);
        Path settings = Files.writeString(
                folder.resolve("mysql.properties"),
                "user=" + Servers.MYSQL.user() + "\npassword=env:OFFSETS_PASSWORD\nlayout=own\n");
        assertThat(run(
                        link,
                        Map.of(
                                "TIDEMARK_STORE", "mysql://" + Servers.MYSQL.address() + "/tidemark",
                                "TIDEMARK_STORE_CONFIG", settings.toString(),
                                "OFFSETS_PASSWORD", Servers.MYSQL.password())))
                .isEqualTo(new Ran(0, "GROUP  TOPIC  PARTITION  OFFSET  STORED-AT  WRITER  TOPIC-ID\n", ""));
        for (String url : List.of(
                "zookeeper://" + Servers.ZOOKEEPER.address(),
                "kafka://" + Servers.KAFKA.bootstrapServers(),
                Servers.REDIS.uri())) {
            assertThat(run(link, Map.of("TIDEMARK_STORE", url)).exitCode()).isZero();
        }
        Ran refused = run(link, Map.of("TIDEMARK_STORE", "mysql://" + Servers.MYSQL.address() + "/tidemark"));
        assertThat(refused.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(refused.err()).startsWith("tidemark: Cannot ");
    }

    private Ran run(Path launcher, Map<String, String> environment) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        List<String> command =
                new ArrayList<>(List.of(launcher.toString(), "show", "--group", "nobody", "--topic", "orders"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out;
        try (InputStream stream = process.getInputStream()) {
            out = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String errors = Files.readString(err)
                .lines()
                .filter(line -> !line.startsWith("Nothing is stored for group"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
        return new Ran(process.exitValue(), out, errors);
    }
}
