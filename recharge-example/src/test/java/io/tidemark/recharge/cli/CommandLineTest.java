package io.tidemark.recharge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"demo", "generate", "load", "job", "replay", "report", "servers", "site"})
    void everyCommandExplainsItself(String command) {
        Result result = run(command, "--help");
        assertThat(result.code).isZero();
        assertThat(result.out).contains("Usage: recharge " + command);
        assertThat(result.err).isEmpty();
    }

    @Test
    void withoutACommandTheUsageIsShownAsAnError() {
        assertThat(run().code).isEqualTo(2);
    }

    @Test
    void allUsageProblemsAreNamedAtOnceOneLineEach() {
        Result result = run("demo", "--port", "70000", "--rate", "0", "--preset", "hunan", "--once");
        assertThat(result.code).isEqualTo(2);
        assertThat(result.err.lines())
                .containsExactly(
                        "recharge: Cannot use --port 70000: it must be from 0 to 65535",
                        "recharge: Cannot use --rate 0: it must be at least 1",
                        "recharge: Cannot use --preset hunan: it must be one of guangdong, cmcc",
                        "recharge: Cannot use --input without --once, or --once without --input: each requires"
                                + " the other");
        assertThat(result.out).isEmpty();
    }

    @Test
    void allThatIsWrongWithAReplayIsNamedAtOnce() {
        Result result = run("replay", "--reason", "bad-luck", "--from", "yesterday", "--max-attempts", "0");
        assertThat(result.code).isEqualTo(2);
        assertThat(result.err.lines())
                .containsExactly(
                        "recharge: Cannot use --reason bad-luck: it must be one of malformed, no-service, bad-result, "
                                + "bad-amount, bad-start, bad-region",
                        "recharge: Cannot use --from yesterday: it must be of the form 2026-01-01, 2026-01-01T08:00 or "
                                + "2026-01-01T08:00+08:00",
                        "recharge: Cannot use --max-attempts 0: it must be positive");
    }

    @Test
    void anUnknownOptionOrAValueOfTheWrongFormIsAUsageError() {
        assertThat(run("demo", "--prot", "1").code).isEqualTo(2);
        Result result = run("demo", "--batch-interval", "soon");
        assertThat(result.code).isEqualTo(2);
        assertThat(result.err).contains("'soon' is not a duration; write it as 500ms, 2s or 1m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "job"})
    void aLineOfSparkThatDoesNotRunHereIsAUsageError(String command) {
        Result result = run(command, "--spark", "4.2");
        assertThat(result.code).isEqualTo(2);
        assertThat(result.err)
                .contains("Invalid value for option '--spark': '4.2' does not match Spark 3.5.")
                .contains(", which runs this command; only bin/recharge can select the line");
        assertThat(run("--spark", "4.2", command).code).isEqualTo(2);
        assertThat(run("--spark", "3.5", command, "--spark", "3.5", "--help").code)
                .isZero();
    }

    @Test
    void aMissingInputFileIsOneLine() {
        Result result =
                run("demo", "--once", "--input", folder.resolve("none.jsonl").toString());
        assertThat(result.code).isEqualTo(2);
        assertThat(result.err.lines().toList())
                .singleElement()
                .asString()
                .startsWith("recharge: Cannot read --input ")
                .endsWith("none.jsonl: there is no such readable file");
    }

    @Test
    void aPortInUseIsFoundBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = run("demo", "--port", String.valueOf(taken.getLocalPort()));
            assertThat(result.code).isEqualTo(1);
            assertThat(result.err
                            .lines()
                            .filter(line -> line.startsWith("recharge: Cannot"))
                            .toList())
                    .singleElement()
                    .asString()
                    .contains("Cannot serve the page at port " + taken.getLocalPort())
                    .contains("--port");
        }
    }

    @Test
    void aServerThatIsDownIsOneLine() throws IOException {
        int closed = closedPort();
        Result result = run("report", "--set", "redis.url=redis://127.0.0.1:" + closed);
        assertThat(result.code).isEqualTo(1);
        assertThat(problems(result))
                .singleElement()
                .asString()
                .startsWith("recharge: Cannot reach Redis at redis://127.0.0.1:" + closed);

        Result job = run("job", "--set", "store.mysql.url=jdbc:mysql://127.0.0.1:" + closed + "/db");
        assertThat(job.code).isEqualTo(1);
        assertThat(problems(job))
                .singleElement()
                .asString()
                .startsWith("recharge: Cannot reach MySQL at jdbc:mysql://127.0.0.1:" + closed + "/db");
    }

    @Test
    void wrongConfigurationIsNamedAllAtOnceAndSecretsAreNot() throws IOException {
        Path config = Files.writeString(folder.resolve("wrong.conf"), """
                gruop = typo
                redis.url = "http://127.0.0.1"
                redis.password = hidden
                job.batch-interval = soon
                store.type = oracle
                """);
        Result result = run("job", "--config", config.toString());
        assertThat(result.code).isEqualTo(2);
        assertThat(problems(result)).hasSize(4);
        assertThat(result.err)
                .contains("there is no such key")
                .contains("redis.url: it must be of the form")
                .contains("job.batch-interval = soon: it must be a time")
                .contains("store.type = oracle: it must be one of mysql")
                .doesNotContain("hidden");
    }

    @Test
    void generatingTwiceFromOneSeedGivesTheSameBytes() throws IOException {
        Path first = folder.resolve("first.jsonl");
        Path second = folder.resolve("second.jsonl");
        assertThat(run("generate", "--orders", "2000", "--seed", "7", "--output", first.toString()).code)
                .isZero();
        assertThat(run("generate", "--orders", "2000", "--seed", "7", "--output", second.toString()).code)
                .isZero();
        assertThat(first).hasSameBinaryContentAs(second);
        assertThat(run("generate", "--orders", "2000", "--seed", "8", "--output", second.toString()).code)
                .isZero();
        assertThat(Files.mismatch(first, second)).isNotNegative();
    }

    @Test
    void nothingHalfWrittenIsLeftWhereAFileCannotBeWritten() throws IOException {
        Path missing = folder.resolve("missing").resolve("log.jsonl");
        Result result = run("generate", "--orders", "10", "--seed", "1", "--output", missing.toString());
        assertThat(result.code).isEqualTo(2);
        assertThat(problems(result)).hasSize(1);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void allThatIsWrongWithTheArgumentsIsNamedAtOnce() {
        Result result = run("generate", "--orders", "many", "--bogus", "1");
        assertThat(result.code).isEqualTo(2);
        assertThat(problems(result))
                .hasSize(4)
                .anyMatch(problem -> problem.contains("'--orders': 'many' is not a long"))
                .anyMatch(problem -> problem.contains("Missing required option: '--seed=S'"))
                .anyMatch(problem -> problem.contains("'--bogus', '1'"))
                .anyMatch(problem -> problem.equals("recharge: 'recharge generate --help' lists commands and options"));
    }

    @Test
    void allThatIsWrongWithTheValuesIsNamedAtOnce() {
        String nowhere = folder.resolve("none").resolve("x").toString();
        Result result = run(
                "generate",
                "--orders",
                "-5",
                "--seed",
                "1",
                "--preset",
                "hunan",
                "--days",
                "0",
                "--output",
                nowhere,
                "--expected",
                folder.toString());
        assertThat(result.code).isEqualTo(2);
        assertThat(problems(result))
                .containsExactly(
                        "recharge: Cannot use --orders -5: it must not be negative",
                        "recharge: Cannot use --days 0: it must be at least 1",
                        "recharge: Cannot use --preset hunan: it must be one of guangdong, cmcc",
                        "recharge: Cannot write --output " + nowhere + ": there is no folder " + folder.resolve("none"),
                        "recharge: Cannot write --expected " + folder + ": it is a folder");
    }

    @Test
    void logAndReportDoNotOverwriteEachOther() {
        String file = folder.resolve("same").toString();
        Result result = run("generate", "--orders", "1", "--seed", "1", "--output", file, "--expected", file);
        assertThat(result.code).isEqualTo(2);
        assertThat(folder.resolve("same")).doesNotExist();
    }

    @Test
    void aLinkStaysALinkAndItsFileIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file.getFileName());
        assertThat(run("generate", "--orders", "3", "--seed", "1", "--output", link.toString()).code)
                .isZero();
        assertThat(link).isSymbolicLink();
        assertThat(file).content().startsWith("{");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsWrittenIntoAndStaysOne() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try {
                return reader.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(run("generate", "--orders", "300", "--seed", "1", "--output", pipe.toString()).code)
                .isZero();
        assertThat(new String(read.join(), StandardCharsets.UTF_8).lines()).hasSizeGreaterThan(300);
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void theLoadersClientsGetTheSettingsOfTheFile() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "{}\n");
        Path settings = Files.writeString(folder.resolve("client.properties"), "security.protocol=NOPE\n");

        Result wrong = run(
                "load",
                log.toString(),
                "--bootstrap",
                "127.0.0.1:9",
                "--topic",
                "orders",
                "--command-config",
                settings.toString());
        assertThat(wrong.code).isEqualTo(1);
        assertThat(problems(wrong)).singleElement().asString().contains("NOPE");

        Result missing = run(
                "load", log.toString(), "--bootstrap", "127.0.0.1:9", "--topic", "orders", "--command-config", "none");
        assertThat(missing.code).isEqualTo(2);
        assertThat(problems(missing)).singleElement().asString().contains("Cannot read --command-config none");
    }

    @Test
    void aBrokerThatIsDownIsOneLineWithoutAStackTrace() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "{}\n");
        String closed = "127.0.0.1:" + closedPort();
        Result result = run("load", log.toString(), "--bootstrap", closed, "--topic", "t");
        assertThat(result.code).isEqualTo(1);
        assertThat(result.err.lines())
                .containsExactly("recharge: Cannot describe topic 't' at " + closed
                        + ": no broker answers; check that the brokers run, and that the address is correct");
        assertThat(result.out).isEmpty();
    }

    @Test
    void periodsOfAReportAreCheckedBeforeRedisIsAsked() {
        Result result = run("report", "--from", "2026-01-01T08:00:30", "--to", "yesterday");
        assertThat(result.code).isEqualTo(2);
        assertThat(problems(result)).hasSize(2);
    }

    private static List<String> problems(Result result) {
        return result.err.lines().filter(line -> line.startsWith("recharge: ")).toList();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Result run(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int code = Recharge.run(arguments);
            return new Result(
                    code, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private record Result(int code, String out, String err) {}
}
