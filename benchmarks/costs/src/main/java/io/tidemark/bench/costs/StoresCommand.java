package io.tidemark.bench.costs;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import redis.clients.jedis.RedisClient;

/** Measures the stores and the sink, each against the textbook method. */
@Command(
        name = "stores",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures the costs of each store and of the Redis sink, and of the textbook methods for the same.")
final class StoresCommand implements Callable<Integer> {

    private static final List<Integer> PARTITIONS = List.of(1, 12, 100, 1_000, 10_000);
    private static final List<Integer> MEASUREMENTS = List.of(10, 100, 1_000, 10_000, 100_000);
    private static final int ROUNDS = 15;
    private static final int SHORT_ROUNDS = 5;

    @Option(names = "--short", description = "Up to 1,000 partitions and 10,000 measurements, five rounds.")
    private boolean isShort;

    private StoresCommand() {}

    @Override
    public Integer call() throws Exception {
        int rounds = isShort ? SHORT_ROUNDS : ROUNDS;
        print(few(PARTITIONS), few(MEASUREMENTS), rounds, System.out);
        return 0;
    }

    private List<Integer> few(List<Integer> sizes) {
        return isShort ? sizes.subList(0, sizes.size() - 1) : sizes;
    }

    /**
     * Starts servers and prints both tables.
     *
     * @param partitions the number of partitions of a group
     * @param measurements the number of measurements of a batch
     * @param rounds the number of repetitions
     */
    static void print(List<Integer> partitions, List<Integer> measurements, int rounds, PrintStream out)
            throws Exception {
        try (Servers servers = Servers.start()) {
            try (RedisClient client = servers.redis()) {
                new SinkCosts(client, out).print(measurements, rounds);
            }
            try (OpenStores stores = OpenStores.open(servers)) {
                new StoreCosts(servers, stores, out).print(partitions, rounds);
            }
        }
    }
}
