package io.tidemark.recharge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bin/recharge} in a separate folder that looks built for both lines, with this test's class path. */
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "..", "bin", "recharge");

    @TempDir
    private Path temporary = Path.of("");

    private Path root = Path.of("");

    @BeforeEach
    void lookBuilt() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("bin"));
        Files.copy(LAUNCHER, root.resolve("bin").resolve("recharge"));
        Path offsetCore = Files.createDirectories(root.resolve("offset-core").resolve("classes"));
        Path site = Files.createDirectories(root.resolve(Path.of("site", "target")));
        Files.writeString(site.resolve("classpath.txt"), offsetCore.toString());
        for (String line : List.of("v3.5", "v4.2")) {
            Path example = Files.createDirectories(root.resolve(Path.of("recharge-example", line, "target")));
            Files.writeString(example.resolve("jvm-options.txt"), "-Xshare:auto");
            Path commands =
                    Files.createDirectories(root.resolve(Path.of("testing", "fault-injection", line, "target")));
            Files.writeString(
                    commands.resolve("classpath.txt"), offsetCore + ":" + System.getProperty("java.class.path"));
        }
    }

    @Test
    void fileNamesAreReadInTheCLocale() throws Exception {
        // Java's own copy of the name would depend on the locale of this test
        Result result = run(
                Path.of(System.getProperty("java.home")),
                "printf 'x\\n' | gzip > \"$(printf '\\345\\205\\205\\345\\200\\274 \\346\\227\\245\\345\\277\\227.json')\" && "
                        + "sh bin/recharge"
                        + " load \"$(printf '\\345\\205\\205\\345\\200\\274 \\346\\227\\245\\345\\277\\227.json')\""
                        + " --bootstrap nowhere --topic t");
        // it has found the file: the next step is to connect
        assertThat(result.output).contains("recharge: Cannot reach Kafka at");
        assertThat(result.code).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "demo --port 1, v3.5",
        "prove --spark 3.5, v3.5",
        "prove --kills 3 --spark=4.2, v4.2",
        "--spark 4.2 demo --port 1, v4.2",
        "job --spark, v3.5"
    })
    void theLineOfSparkSelectsTheClassPathAndAllArgumentsReachJava(String arguments, String folder) throws Exception {
        List<String> lines = arguments(arguments);

        assertThat(lines.get(lines.indexOf("-cp") + 1))
                .endsWith(":" + root.resolve(Path.of("testing", "fault-injection", folder)) + "/target/classes");
        assertThat(String.join(" ", lines)).endsWith("io.tidemark.recharge.cli.Recharge " + arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "site --port 0, --port 0",
        "--spark 4.2 site --config site, --spark 4.2 --config site",
        "--spark=4.2 site, --spark=4.2"
    })
    void thePageRunsOnItsOwnClassPathWithoutSpark(String arguments, String passed) throws Exception {
        List<String> lines = arguments(arguments);

        assertThat(lines.get(lines.indexOf("-cp") + 1))
                .isEqualTo(root.resolve(Path.of("site", "target", "classes")) + ":"
                        + root.resolve(Path.of("offset-core", "classes")));
        assertThat(String.join(" ", lines)).endsWith("io.tidemark.site.Site " + passed);
    }

    @Test
    void theJobListsItsClassesUntilThereIsACurrentArchiveAndThenUsesIt() throws Exception {
        Path target = root.resolve(Path.of("testing", "fault-injection", "v3.5", "target"));
        String used = "-XX:SharedArchiveFile=" + target.resolve("classes.jsa");
        String listed = "-XX:DumpLoadedClassList=" + target.resolve("classes.");

        assertThat(arguments("job")).doesNotContain(used).anyMatch(argument -> argument.startsWith(listed));
        assertThat(arguments("load x")).doesNotContain(used).noneMatch(argument -> argument.startsWith(listed));

        Files.writeString(target.resolve("classes.jsa"), "");
        setModified(target.resolve("classes.jsa"), 1);
        for (String command : List.of("job", "load x")) {
            assertThat(arguments(command)).contains(used).noneMatch(argument -> argument.startsWith(listed));
        }

        // a build touches the class path
        setModified(target.resolve("classpath.txt"), 2);
        assertThat(arguments("demo")).doesNotContain(used).anyMatch(argument -> argument.startsWith(listed));
    }

    private static void setModified(Path file, int minutesFromNow) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofMinutes(minutesFromNow))));
    }

    /** The arguments that the launcher passes to Java. */
    private List<String> arguments(String arguments) throws Exception {
        Path java = root.resolve(Path.of("jdk", "bin", "java"));
        Files.createDirectories(root.resolve(Path.of("jdk", "bin")));
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        Result result = run(root.resolve("jdk"), "sh bin/recharge " + arguments);

        assertThat(result.code).as(result.output).isZero();
        return result.output.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--spark 4.1 demo", "prove --spark=4.1"})
    void anUnknownLineOfSparkIsAUsageErrorThatListsTheKnownOnes(String arguments) throws Exception {
        Result result = run(Path.of(System.getProperty("java.home")), "sh bin/recharge " + arguments);
        assertThat(result.output)
                .isEqualToIgnoringNewLines(
                        "recharge: Cannot use --spark '4.1': choose 3.5 (Scala 2.12) or 4.2 (Scala 2.13)");
        assertThat(result.code).isEqualTo(2);
    }

    private Result run(Path javaHome, String script) throws Exception {
        Path output = root.resolve("output");
        ProcessBuilder command = new ProcessBuilder(List.of("sh", "-c", script))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().put("LC_ALL", "C");
        command.environment().put("JAVA_HOME", javaHome.toString());
        Process process = command.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Result(int code, String output) {}
}
