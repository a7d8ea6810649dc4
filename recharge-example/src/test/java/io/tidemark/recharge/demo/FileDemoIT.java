package io.tidemark.recharge.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.testing.SparkLine;
import io.tidemark.recharge.testing.TestRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole path on real servers, in processes of their own: log file, Kafka, Spark, MySQL-compatible server, Redis,
 * report. The report must equal the reference implementation that shares no code with it. The orders are spread over 30
 * days, so that few of them share a minute: all of them are more than one write to Redis takes.
 */
class FileDemoIT {

    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    private Path folder = Path.of("");

    private Path log = Path.of("");
    private Path want = Path.of("");

    @BeforeEach
    void generate() throws Exception {
        log = folder.resolve("log.jsonl");
        want = folder.resolve("want.json");
        Process generate = DemoProcess.start(
                output(),
                "generate",
                "--orders",
                "30000",
                "--seed",
                "1",
                "--days",
                "30",
                "--output",
                log.toString(),
                "--expected",
                want.toString());
        assertThat(exitCode(generate)).as(said()).isZero();
    }

    /**
     * A compressed log with a byte order mark, Windows' line ends, amounts that add up to more than a long, and 5 MB in
     * a line.
     */
    @Test
    @Tag(SparkLine.EVERY)
    void theReportOfALogAsPeopleHaveItEqualsItsRecount() throws Exception {
        List<byte[]> absurd = IntStream.range(0, 12)
                .mapToObj(i -> TestRecord.order()
                        .withText("chargefee", "999999999999999999")
                        .withText("phoneno", "111" + i)
                        .bytes())
                .toList();
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("guangdong"));
        Path compressed = folder.resolve("充值 日志.gz");
        try (InputStream plain = Files.newInputStream(log);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            out.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
            for (byte[] record : absurd) {
                reference.add(record, record.length);
                out.write(record);
                out.write("\r\n".getBytes(StandardCharsets.UTF_8));
            }
            out.write(("x".repeat(5_000_000) + "\r\n").getBytes(StandardCharsets.UTF_8));
            plain.transferTo(out);
        }
        try (InputStream plain = Files.newInputStream(log)) {
            reference.addLines(plain);
        }
        Path got = folder.resolve("got.json");
        Process demo = DemoProcess.start(
                output(),
                "demo",
                "--spark",
                SparkLine.current().version(),
                "--input",
                compressed.toString(),
                "--once",
                "--report",
                got.toString());
        assertThat(exitCode(demo)).as(said()).isZero();
        assertThat(got).as(said()).hasContent(ReportJson.write(reference.report("recharge")));
        assertThat(said())
                .contains("recharge: Cannot load line 13 of " + compressed + ": it has 5000000 bytes, ")
                .contains("recharge: Skipped 1 of ");
    }

    /**
     * Killed twice with SIGKILL, once early and once in the middle of its batches, and moved from Spark Streaming to
     * Structured Streaming; another batch interval each time.
     */
    @Test
    void aDemoThatIsKilledGoesOnOnItsDataDirectoryAndCountsEverythingOnce() throws Exception {
        Path data = folder.resolve("data");
        killOnce(data, "dstreams", "150ms", "Group recharge, recharge-log");
        killOnce(data, "structured", "250ms", "records in");
        Path got = folder.resolve("got.json");
        Process demo = start(data, "structured", "400ms", got);
        assertThat(exitCode(demo)).as(said()).isZero();
        assertThat(got).as(said()).hasSameTextualContentAs(want);
    }

    private void killOnce(Path data, String engine, String interval, String when) throws Exception {
        Path demoLog = data.resolve("demo.log");
        Files.deleteIfExists(demoLog);
        Process demo = start(data, engine, interval, folder.resolve("never.json"));
        await().atMost(LONG)
                .until(() -> !demo.isAlive()
                        || (Files.exists(demoLog) && Files.readString(demoLog).contains(when)));
        demo.destroyForcibly();
        demo.waitFor();
    }

    private Process start(Path data, String engine, String interval, Path report) throws IOException {
        return DemoProcess.start(
                output(),
                "demo",
                "--input",
                log.toString(),
                "--once",
                "--data-dir",
                data.toString(),
                "--engine",
                engine,
                "--batch-interval",
                interval,
                "--report",
                report.toString());
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private String said() throws IOException {
        return Files.exists(output()) ? Files.readString(output()) : "nothing";
    }

    private static int exitCode(Process process) throws InterruptedException {
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The command did not end within " + LONG);
        }
        return process.exitValue();
    }
}
