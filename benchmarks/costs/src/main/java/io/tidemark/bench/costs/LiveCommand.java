package io.tidemark.bench.costs;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.RedisClient;

/** Measures the delay until a record is in Redis, and the smallest interval that keeps up. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures the delay from append to Redis at a live rate, and the smallest interval that keeps up.")
final class LiveCommand implements Callable<Integer> {

    private static final int PARTITIONS = 12;
    private static final int INTERVAL_RATE = 1_000;

    @Option(
            names = "--rates",
            split = ",",
            defaultValue = "100,1000,10000",
            description = "Records per second; default: $${DEFAULT-VALUE}.")
    private List<Integer> rates = List.of();

    @Option(
            names = "--intervals",
            split = ",",
            defaultValue = "20,50,100,1000",
            description = "Batch intervals in milliseconds; default: $${DEFAULT-VALUE}.")
    private List<Integer> intervals = List.of();

    @Option(
            names = "--warm-up",
            defaultValue = "20",
            description = "Seconds before each measurement; default: $${DEFAULT-VALUE}. A job that has just started is"
                    + " slower, because its code is not compiled yet.")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "10", description = "Measured seconds; default: $${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--try",
            defaultValue = "5",
            description = "Seconds for each interval of the search for the smallest one, 0 for no search; default:"
                    + " $${DEFAULT-VALUE}.")
    private int tried;

    private LiveCommand() {}

    /**
     * The measurements.
     *
     * @param rates records per second
     * @param intervals of the batches
     * @param warmUp the time before each measurement
     * @param counted the duration of each measurement
     * @param tried the time for each interval that may be the smallest one; zero for no search
     */
    record Plan(List<Integer> rates, List<Duration> intervals, Duration warmUp, Duration counted, Duration tried) {}

    @Override
    public Integer call() throws Exception {
        Plan plan = new Plan(
                rates,
                intervals.stream().map(Duration::ofMillis).toList(),
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(tried));
        print(plan, System.out);
        return 0;
    }

    /** Starts servers and prints the tables. */
    static void print(Plan plan, PrintStream out) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (Servers servers = Servers.start();
                JavaSparkContext spark = SparkContexts.create("live", Optional.of("local[" + cores + "]"))) {
            new LiveDelays(spark, servers, out).print(plan.rates(), plan.intervals(), plan.warmUp(), plan.counted());
            if (!plan.tried().isZero()) {
                printSmallestInterval(servers, spark, plan.tried(), out);
            }
        }
    }

    private static void printSmallestInterval(Servers servers, JavaSparkContext spark, Duration tried, PrintStream out)
            throws IOException, InterruptedException {
        try (HikariDataSource source = StoreConnection.pool(servers.mysql());
                StoreConnection store = StoreConnection.open(servers.config().store());
                MetricsConnection metrics =
                        MetricsConnection.open(servers.config().redis());
                RedisClient redis = servers.redis()) {
            BatchStreams streams = new BatchStreams(spark, servers.kafka().bootstrapServers());
            new SmallestInterval(
                            List.of(
                                    streams.unmanaged(),
                                    streams.textbook(redis, source),
                                    streams.exactlyOnce(store.store(), metrics.sink())),
                            servers,
                            out)
                    .print(PARTITIONS, INTERVAL_RATE, tried);
        }
    }
}
