package io.tidemark.recharge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/recharge} itself, in a folder of its own that looks built, with this test's class path. */
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "bin", "recharge");

    @TempDir
    private Path root;

    @Test
    void fileNamesAreReadInTheCLocale() throws Exception {
        Path launcher = root.toRealPath().resolve("bin").resolve("recharge");
        Path target = root.toRealPath().resolve("recharge-example").resolve("target");
        Path offsetCore = root.toRealPath().resolve("offset-core").resolve("classes");
        Files.createDirectories(launcher.getParent());
        Files.createDirectories(target);
        Files.createDirectories(offsetCore);
        Files.copy(LAUNCHER, launcher);
        Files.writeString(target.resolve("jvm-options.txt"), "-Xshare:auto");
        Files.writeString(target.resolve("classpath.txt"), offsetCore + ":" + System.getProperty("java.class.path"));
        // Java's own copy of the name would depend on the locale of this test
        Path output = root.resolve("output");
        ProcessBuilder command = new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "printf 'x\\n' | gzip > \"$(printf '\\345\\205\\205\\345\\200\\274 \\346\\227\\245\\345\\277\\227.json')\" && "
                                + "sh '" + launcher
                                + "' load \"$(printf '\\345\\205\\205\\345\\200\\274 \\346\\227\\245\\345\\277\\227.json')\""
                                + " --bootstrap nowhere --topic t"))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().put("LC_ALL", "C");
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = command.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        // it has found the file: next it connects
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).contains("recharge: Cannot reach Kafka at");
        assertThat(process.exitValue()).isEqualTo(1);
    }
}
