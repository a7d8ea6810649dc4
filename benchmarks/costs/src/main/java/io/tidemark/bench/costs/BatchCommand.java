package io.tidemark.bench.costs;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.bench.costs.BatchCosts.Part;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.RedisClient;

/** Measures the costs of a batch, the shortest possible interval, and the delay until a record is in Redis. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what offset keeping and the sink cost a batch, the smallest interval and the delay.")
final class BatchCommand implements Callable<Integer> {

    private static final int LIVE_PARTITIONS = 12;
    private static final int LIVE_RATE = 1_000;
    private static final List<Integer> RATES = List.of(100, 1_000, 10_000);

    @Option(names = "--short", description = "Fewer batches, rounds and seconds, and no thousand partitions.")
    private boolean isShort;

    private BatchCommand() {}

    /**
     * The measurements.
     *
     * @param parts for the costs of a batch
     * @param tried how long each interval is tried; zero for no such table
     * @param rates the rates of the delays, in records per second
     * @param intervals the intervals of the delays
     * @param counted the duration of each measurement
     */
    record Plan(List<Part> parts, Duration tried, List<Integer> rates, List<Duration> intervals, Duration counted) {

        static Plan whole() {
            return new Plan(
                    List.of(
                            part(1, LoggedWithin.AN_INTERVAL, 1_000, 100, 25, 4),
                            part(12, LoggedWithin.AN_INTERVAL, 100, 100, 25, 4),
                            part(12, LoggedWithin.A_DAY, 100, 100, 25, 4),
                            part(100, LoggedWithin.AN_INTERVAL, 10, 500, 8, 3),
                            part(1_000, LoggedWithin.AN_INTERVAL, 10, 2_500, 3, 1)),
                    Duration.ofSeconds(5),
                    RATES,
                    List.of(Duration.ofSeconds(1), Duration.ofMillis(100)),
                    Duration.ofSeconds(7));
        }

        static Plan brief() {
            return new Plan(
                    List.of(
                            part(1, LoggedWithin.AN_INTERVAL, 1_000, 100, 12, 4),
                            part(12, LoggedWithin.AN_INTERVAL, 100, 100, 12, 4),
                            part(12, LoggedWithin.A_DAY, 100, 100, 12, 2),
                            part(100, LoggedWithin.AN_INTERVAL, 10, 500, 4, 1)),
                    Duration.ofSeconds(3),
                    RATES,
                    List.of(Duration.ofMillis(100)),
                    Duration.ofSeconds(4));
        }

        static Part part(
                int partitions,
                LoggedWithin logged,
                int recordsOfPartition,
                int intervalMillis,
                int batches,
                int rounds) {
            StreamLoad load = new StreamLoad(
                    new Partitions("batch-" + logged.name().toLowerCase(Locale.ROOT) + "-" + partitions, partitions),
                    recordsOfPartition,
                    batches,
                    rounds,
                    Duration.ofMillis(intervalMillis),
                    "");
            return new Part(load, logged);
        }
    }

    @Override
    public Integer call() throws Exception {
        print(isShort ? Plan.brief() : Plan.whole(), System.out);
        return 0;
    }

    /** Starts servers and prints the tables. */
    static void print(Plan plan, PrintStream out) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (Servers servers = Servers.start();
                HikariDataSource source = StoreConnection.pool(servers.mysql());
                StoreConnection store = StoreConnection.open(servers.config().store());
                MetricsConnection metrics =
                        MetricsConnection.open(servers.config().redis());
                RedisClient redis = servers.redis();
                JavaSparkContext spark = SparkContexts.create("batch", Optional.of("local[" + cores + "]"))) {
            String bootstrap = servers.kafka().bootstrapServers();
            CountingStream unmanaged = new UnmanagedStream("unmanaged", spark, bootstrap, UnmanagedStream.Output.NONE);
            CountingStream textbook = new UnmanagedStream(
                    "textbook: increments, then offsets in MySQL", spark, bootstrap, new TextbookOutput(redis, source));
            CountingStream inMemory = new TidemarkStream(
                    "offsets verified, kept in memory", spark, bootstrap, new InMemoryOffsetStore(), Optional.empty());
            CountingStream kept =
                    new TidemarkStream("offsets kept in MySQL", spark, bootstrap, store.store(), Optional.empty());
            CountingStream exactlyOnce = new TidemarkStream(
                    "exactly once in Redis, offsets in MySQL",
                    spark,
                    bootstrap,
                    store.store(),
                    Optional.of(metrics.sink()));
            new BatchCosts(List.of(unmanaged, inMemory, kept, textbook, exactlyOnce), servers, out).print(plan.parts());
            if (!plan.tried().isZero()) {
                new SmallestInterval(List.of(unmanaged, textbook, exactlyOnce), servers, out)
                        .print(LIVE_PARTITIONS, LIVE_RATE, plan.tried());
            }
            new LiveDelays(spark, servers, out)
                    .print(plan.rates(), plan.intervals(), Duration.ofSeconds(3), plan.counted());
        }
    }
}
