package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RechargeMeasure;
import io.tidemark.recharge.job.RunningJob;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.spark.StreamSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;

/** The example's job: exactly once into Redis, with offsets in MySQL and a dead-letter topic. */
record TidemarkCandidate(Setting setting, JavaSparkContext spark) implements Candidate {

    private static final long LOOK_MILLIS = 20;

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        CandidateServer.serve(setting -> new TidemarkCandidate(
                setting, SparkContexts.create("tidemark", Optional.of("local[" + setting.cores() + "]"))));
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        RechargeConfig config = Configs.of(setting, topic, group);
        AtomicLong began = new AtomicLong();
        try (StoreConnection store = StoreConnection.open(config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            RechargeMeasure measure = RechargeMeasure.of(config, metrics.reader());
            RunningJob job = RechargeJob.start(
                    config,
                    spark,
                    store.store(),
                    metrics.sink(),
                    batch -> {
                        began.compareAndSet(0, System.nanoTime());
                        return measure.measure(batch);
                    },
                    StreamSettings.ShutdownHook.OFF);
            try (job) {
                while (stored(store.store(), config) < records) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
                return System.nanoTime() - began.get();
            }
        }
    }

    private static long stored(OffsetStore store, RechargeConfig config) {
        return store.load(new GroupId(config.group()), Set.of(config.kafka().topic())).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }

    @Override
    public Totals totals(String group) {
        RechargeConfig config = Configs.of(setting, "any", group);
        GroupId id = new GroupId(group);
        MetricQuery.Totals durations = new MetricQuery.Totals(RechargeMetrics.DURATION_SUM, Period.all());
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            MetricReader reader = metrics.reader();
            long sum = reader.read(id, List.of(durations)).totals(durations).values().stream()
                    .mapToLong(value -> ((MetricValue.Sum) value).value())
                    .sum();
            return ReportTotals.of(
                    new ReportReader(reader).read(id, config.dictionary().regions(), Period.all()), sum);
        }
    }

    @Override
    public void close() {
        spark.stop();
    }
}
