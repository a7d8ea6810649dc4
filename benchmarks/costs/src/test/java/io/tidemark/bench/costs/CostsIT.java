package io.tidemark.bench.costs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs each command with the smallest sizes. The commands themselves check that the measured operations have happened.
 */
@Tag("release")
class CostsIT {

    /** MySQL and PostgreSQL with two layouts each, ZooKeeper, HBase, Kafka, HDFS. */
    private static final int STORES = 8;

    @Test
    void storesAreMeasuredOneByOne() throws Exception {
        assertThat(rows(out -> StoresCommand.print(List.of(2), List.of(10), 1, out)))
                .hasSize(1 + STORES)
                .noneMatch(row -> row.contains("NaN") || row.contains("| 0.00 |"));
    }

    @Test
    void streamsAreMeasuredInTurn() throws Exception {
        List<BatchCosts.Part> parts = List.of(
                BatchCommand.part(2, LoggedWithin.AN_INTERVAL, 10, 100, 1, 1),
                BatchCommand.part(2, LoggedWithin.A_DAY, 10, 100, 1, 1));

        assertThat(rows(out -> BatchCommand.print(parts, out))).hasSize(2 * 5).noneMatch(row -> row.contains("NaN"));
    }

    @Test
    void delaysOfRecordsAreMeasured() throws Exception {
        Duration second = Duration.ofSeconds(1);
        LiveCommand.Plan plan =
                new LiveCommand.Plan(List.of(100), List.of(Duration.ofMillis(200)), second, second, Duration.ZERO);

        assertThat(rows(out -> LiveCommand.print(plan, out))).hasSize(1).noneMatch(row -> row.contains("NaN"));
    }

    @Test
    void structuredQueriesAreMeasuredInTurn() throws Exception {
        List<StructuredCommand.Part> parts = List.of(new StructuredCommand.Part(20, 2));

        assertThat(rows(out -> StructuredCommand.print(2, parts, 1, out)))
                .hasSize(2)
                .noneMatch(row -> row.contains("NaN"));
    }

    @Test
    void growthIsMeasured() throws Exception {
        GrowthCommand.Plan plan =
                new GrowthCommand.Plan(List.of(1, 2), 2_400, 2, List.of(2), List.of(1), List.of(1), 500);

        assertThat(rows(out -> GrowthCommand.print(plan, out)))
                .hasSize(2 * (3 + 1) + 2 + STORES + 2)
                .noneMatch(row -> row.contains("NaN"));
    }

    @Test
    void theStartOfTheJobIsMeasured() throws Exception {
        Path launcher = Path.of("..", "..", "bin", "recharge");

        assertThat(rows(out -> StartCommand.print(Map.of("this one", launcher), 0, 1, out)))
                .singleElement()
                .asString()
                .startsWith("| this one |")
                .doesNotContain("| 0.00 |");
    }

    /** The rows of the tables, without their heads. */
    private static List<String> rows(Printing printing) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            printing.printTo(out);
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        lines.forEach(System.out::println);
        return lines.stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
                .filter(line -> !isHead(lines, line))
                .toList();
    }

    private static boolean isHead(List<String> lines, String line) {
        int next = lines.indexOf(line) + 1;
        return next < lines.size() && lines.get(next).startsWith("|---");
    }

    @FunctionalInterface
    private interface Printing {
        void printTo(PrintStream out) throws Exception;
    }
}
