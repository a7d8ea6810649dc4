package io.tidemark.bench.costs;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.bench.costs.BatchCosts.Part;
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

/** Measures the costs of a batch. */
@Command(
        name = "batch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what offset keeping and the sink cost a batch.")
final class BatchCommand implements Callable<Integer> {

    @Option(names = "--short", description = "Fewer batches, rounds and seconds, and no thousand partitions.")
    private boolean isShort;

    private BatchCommand() {}

    private static List<Part> all() {
        return List.of(
                part(1, LoggedWithin.AN_INTERVAL, 1_000, 100, 25, 4),
                part(12, LoggedWithin.AN_INTERVAL, 100, 100, 25, 4),
                part(12, LoggedWithin.A_DAY, 100, 100, 25, 4),
                part(100, LoggedWithin.AN_INTERVAL, 10, 500, 8, 3),
                part(1_000, LoggedWithin.AN_INTERVAL, 10, 2_500, 3, 1));
    }

    private static List<Part> few() {
        return List.of(
                part(1, LoggedWithin.AN_INTERVAL, 1_000, 100, 12, 4),
                part(12, LoggedWithin.AN_INTERVAL, 100, 100, 12, 4),
                part(12, LoggedWithin.A_DAY, 100, 100, 12, 2),
                part(100, LoggedWithin.AN_INTERVAL, 10, 500, 4, 1));
    }

    static Part part(
            int partitions, LoggedWithin logged, int recordsOfPartition, int intervalMillis, int batches, int rounds) {
        StreamLoad load = new StreamLoad(
                new Partitions("batch-" + logged.name().toLowerCase(Locale.ROOT) + "-" + partitions, partitions),
                recordsOfPartition,
                batches,
                rounds,
                Duration.ofMillis(intervalMillis),
                "");
        return new Part(load, logged);
    }

    @Override
    public Integer call() throws Exception {
        print(isShort ? few() : all(), System.out);
        return 0;
    }

    /** Starts servers and prints the tables. */
    static void print(List<Part> parts, PrintStream out) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        try (Servers servers = Servers.start();
                HikariDataSource source = StoreConnection.pool(servers.mysql());
                StoreConnection store = StoreConnection.open(servers.config().store());
                MetricsConnection metrics =
                        MetricsConnection.open(servers.config().redis());
                RedisClient redis = servers.redis();
                JavaSparkContext spark = SparkContexts.create("batch", Optional.of("local[" + cores + "]"))) {
            BatchStreams streams = new BatchStreams(spark, servers.kafka().bootstrapServers());
            new BatchCosts(
                            List.of(
                                    streams.unmanaged(),
                                    streams.inMemory(),
                                    streams.kept(store.store()),
                                    streams.textbook(redis, source),
                                    streams.exactlyOnce(store.store(), metrics.sink())),
                            servers,
                            out)
                    .print(parts);
        }
    }
}
