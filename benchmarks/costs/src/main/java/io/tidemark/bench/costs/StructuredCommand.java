package io.tidemark.bench.costs;

import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares a query of Structured Streaming on the source {@code tidemark} with one on Spark's source {@code kafka}. */
@Command(
        name = "structured",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the same query on Spark's source kafka and on the source tidemark, offsets in MySQL.")
final class StructuredCommand implements Callable<Integer> {

    private static final int PARTITIONS = 12;

    @Option(names = "--short", description = "Fewer batches and rounds.")
    private boolean isShort;

    private StructuredCommand() {}

    /**
     * A size of the batches.
     *
     * @param records how many records a batch has
     * @param batches how many batches a run has; the first ones do not count
     */
    record Part(long records, int batches) {}

    @Override
    public Integer call() throws Exception {
        List<Part> parts = isShort
                ? List.of(new Part(1_200, 30), new Part(120_000, 12))
                : List.of(new Part(1_200, 60), new Part(120_000, 20));
        print(PARTITIONS, parts, isShort ? 3 : 7, System.out);
        return 0;
    }

    /**
     * Starts servers and prints the table.
     *
     * @param rounds how many rounds count, for each size
     */
    static void print(int partitions, List<Part> parts, int rounds, PrintStream out) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (Servers servers = Servers.start();
                StoreConnection store = StoreConnection.open(servers.config().store());
                JavaSparkContext spark = SparkContexts.create("structured", Optional.of("local[" + cores + "]"))) {
            SparkSession session =
                    SparkSession.builder().config(spark.getConf()).getOrCreate();
            new StructuredCosts(session, store.store(), servers, out).print(partitions, parts, rounds);
        }
    }
}
