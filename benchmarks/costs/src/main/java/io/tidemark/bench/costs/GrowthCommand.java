package io.tidemark.bench.costs;

import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.RedisClient;

/** Measures how costs grow with executors, partitions, groups and months. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how costs grow with executors, partitions, groups and days of metrics.")
final class GrowthCommand implements Callable<Integer> {

    private static final int ORDERS_OF_A_DAY = 50_000;

    @Option(names = "--short", description = "Up to 2 executors, 1,000 partitions, 100 groups and a month.")
    private boolean isShort;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Some of executors, months, groups and partitions, separated by commas.")
    private List<Part> only = List.of(Part.values());

    private GrowthCommand() {}

    /** The dimensions of growth. */
    enum Part {
        EXECUTORS,
        MONTHS,
        GROUPS,
        PARTITIONS
    }

    /**
     * The measurements; an empty list omits one.
     *
     * @param executors the numbers of executors
     * @param records the number of records of a batch that executors share
     * @param batches the number of batches of each run; the first batch is not counted
     * @param partitions the numbers of partitions
     * @param groups the numbers of groups
     * @param days the numbers of days of metrics
     * @param orders the number of orders of each day
     */
    record Plan(
            List<Integer> executors,
            int records,
            int batches,
            List<Integer> partitions,
            List<Integer> groups,
            List<Integer> days,
            int orders) {

        /** Only these dimensions. */
        Plan only(List<Part> parts) {
            return new Plan(
                    parts.contains(Part.EXECUTORS) ? executors : List.of(),
                    records,
                    batches,
                    parts.contains(Part.PARTITIONS) ? partitions : List.of(),
                    parts.contains(Part.GROUPS) ? groups : List.of(),
                    parts.contains(Part.MONTHS) ? days : List.of(),
                    orders);
        }

        static Plan whole() {
            return new Plan(
                    List.of(1, 2, 4, 8),
                    24_000,
                    6,
                    List.of(1, 10, 100, 1_000, 10_000),
                    List.of(1, 10, 100, 500),
                    List.of(1, 31, 183, 400),
                    ORDERS_OF_A_DAY);
        }

        static Plan brief() {
            return new Plan(
                    List.of(1, 2),
                    24_000,
                    4,
                    List.of(1, 10, 100, 1_000),
                    List.of(1, 10, 100),
                    List.of(1, 7, 31),
                    ORDERS_OF_A_DAY);
        }
    }

    @Override
    public Integer call() throws Exception {
        print((isShort ? Plan.brief() : Plan.whole()).only(only), System.out);
        return 0;
    }

    /** Starts servers and prints the tables. */
    static void print(Plan plan, PrintStream out) throws Exception {
        try (Servers servers = Servers.start()) {
            if (!plan.executors().isEmpty()) {
                new ExecutorGrowth(servers, out).print(plan.executors(), plan.records(), plan.batches());
            }
            if (!plan.days().isEmpty()) {
                months(plan, servers, out);
            }
            if (!plan.groups().isEmpty()) {
                groups(plan, servers, out);
            }
            if (!plan.partitions().isEmpty()) {
                partitions(plan, servers, out);
            }
        }
    }

    private static void months(Plan plan, Servers servers, PrintStream out) throws IOException {
        try (RedisClient client = servers.redis()) {
            new MonthGrowth(client, out).print(plan.days(), plan.orders());
        }
    }

    private static void groups(Plan plan, Servers servers, PrintStream out) throws Exception {
        try (OpenStores stores = OpenStores.open(servers)) {
            new GroupGrowth(stores.subjects(), servers, out).print(plan.groups());
        }
    }

    private static void partitions(Plan plan, Servers servers, PrintStream out) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        String bootstrap = servers.kafka().bootstrapServers();
        try (StoreConnection store = StoreConnection.open(servers.config().store());
                MetricsConnection metrics =
                        MetricsConnection.open(servers.config().redis());
                JavaSparkContext spark = SparkContexts.create("growth", Optional.of("local[" + cores + "]"))) {
            List<CountingStream> streams = List.of(
                    new UnmanagedStream("unmanaged", spark, bootstrap, UnmanagedStream.Output.NONE),
                    new TidemarkStream(
                            "exactly once in Redis, offsets in MySQL",
                            spark,
                            bootstrap,
                            store.store(),
                            Optional.of(metrics.sink())));
            new PartitionGrowth(streams, servers, out).print(plan.partitions(), plan.batches());
        }
    }
}
