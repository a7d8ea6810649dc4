package io.tidemark.recharge.bench;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.servers.LocalServers;
import io.tidemark.recharge.testing.FilledTopic;
import io.tidemark.site.report.RechargeReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The job beside the textbook's and beside bare consumers, over one full topic: rounds of all of them in turn, medians, and
 * ratios within each round. A time counts only if the counts were right. Spark is up before, for all of them; a time runs
 * from the beginning of the first batch until everything is in Redis and its offsets in MySQL.
 */
public final class JobBenchmark {

    private static final int PARTITIONS = 12;

    private JobBenchmark() {}

    /** Arguments: how many orders the log holds, how many rounds; {@code alone} to run Tidemark alone, for a profile. */
    public static void main(String[] arguments) throws Exception {
        long orders = Long.parseLong(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        boolean alone = arguments.length > 2 && arguments[2].equals("alone");
        int cores = Runtime.getRuntime().availableProcessors();
        try (LocalServers servers = LocalServers.start(StoreType.MYSQL, server -> ServerOptions.temporary());
                JavaSparkContext spark = SparkContexts.create("race", Optional.of("local[" + cores + "]"))) {
            FilledTopic warm = fill(servers, "warm", Math.min(orders, 150_000));
            FilledTopic full = fill(servers, "full", orders);
            System.out.printf(
                    Locale.ROOT, "%,d records, %,d of them orders, %d cores%n", full.records(), orders, cores);
            Racer tidemark = new TidemarkRacer(spark);
            List<Racer> racers = alone
                    ? List.of(tidemark)
                    : List.of(
                            tidemark,
                            new BareRacer(cores, config(servers, "bare", "full")),
                            new TextbookRacer(spark, TextbookRacer.Style.BY_PARTITION),
                            new TextbookRacer(spark, TextbookRacer.Style.BY_RECORD));
            for (Racer racer : racers) {
                race(servers, racer, "warm", warm, "warm-" + racers.indexOf(racer));
            }
            Map<String, List<Double>> speeds = new LinkedHashMap<>();
            for (int round = 1; round <= rounds; round++) {
                for (Racer racer : racers) {
                    double speed = race(servers, racer, "full", full, "full-" + racers.indexOf(racer) + "-" + round);
                    speeds.computeIfAbsent(racer.name(), any -> new ArrayList<>())
                            .add(speed);
                    System.out.printf(Locale.ROOT, "round %d  %-36s %,9.0f records/s%n", round, racer.name(), speed);
                }
            }
            table(racers, speeds, cores);
        }
        System.exit(0);
    }

    private static FilledTopic fill(LocalServers servers, String topic, long orders) throws Exception {
        servers.kafka().createTopic(topic, PARTITIONS);
        return FilledTopic.fill(
                servers.kafka().bootstrapServers(), topic, PARTITIONS, new GeneratedLog(1, "guangdong", orders), topic);
    }

    private static double race(LocalServers servers, Racer racer, String topic, FilledTopic filled, String group)
            throws Exception {
        RechargeConfig config = config(servers, group, topic);
        long nanos = racer.run(config, filled.records());
        RechargeReport want = filled.want();
        racer.check(
                config,
                new RechargeReport(
                        group,
                        want.from(),
                        want.to(),
                        want.records(),
                        want.overall(),
                        want.cities(),
                        want.topCities(),
                        want.minutes()));
        return filled.records() * 1e9 / nanos;
    }

    private static RechargeConfig config(LocalServers servers, String group, String topic) {
        Map<String, String> settings = new HashMap<>(servers.settings());
        settings.put("group", group);
        settings.put("kafka.topic", topic);
        return ConfigFiles.read(Optional.empty(), Map.of(), settings);
    }

    private static void table(List<Racer> racers, Map<String, List<Double>> speeds, int cores) {
        List<Double> tidemark = speeds.getOrDefault(racers.get(0).name(), List.of());
        System.out.printf(
                "%n| | records/s, median | each core | lowest, highest | Tidemark to it, median of the rounds |%n|---|---:|---:|---:|---:|%n");
        for (Racer racer : racers) {
            List<Double> own = speeds.getOrDefault(racer.name(), List.of());
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < own.size(); round++) {
                ratios.add(tidemark.get(round) / own.get(round));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f, %,.0f | %.2f |%n",
                    racer.name(),
                    median(own),
                    median(own) / cores,
                    own.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                    own.stream().mapToDouble(Double::doubleValue).max().orElse(0),
                    median(ratios));
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
