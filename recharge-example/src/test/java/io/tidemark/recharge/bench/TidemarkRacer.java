package io.tidemark.recharge.bench;

import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RechargeMeasure;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.site.report.RechargeReport;
import io.tidemark.site.report.ReportJson;
import io.tidemark.site.report.ReportReader;
import io.tidemark.spark.BatchMeasure;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;

/** The example's job: exactly once into Redis, its offsets in MySQL, its rejected records in their topic. */
record TidemarkRacer(JavaSparkContext spark) implements Racer {

    private static final long LOOK_MILLIS = 20;

    @Override
    public String name() {
        return "Tidemark, exactly once";
    }

    @Override
    public long run(RechargeConfig config, long records) throws Exception {
        AtomicLong began = new AtomicLong();
        try (StoreConnection store = StoreConnection.open(config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            BatchMeasure<byte[], byte[]> measure = RechargeMeasure.of(config, metrics.reader());
            ManagedStream stream = RechargeJob.start(
                    config,
                    spark,
                    store.store(),
                    metrics.sink(),
                    batch -> {
                        began.compareAndSet(0, System.nanoTime());
                        return measure.measure(batch);
                    },
                    StreamSettings.ShutdownHook.OFF);
            try (stream) {
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
    public void check(RechargeConfig config, RechargeReport want) {
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            RechargeReport got = new ReportReader(metrics.reader())
                    .read(new GroupId(want.group()), config.dictionary().regions(), Period.all());
            expectSame(got, want);
        }
    }

    static void expectSame(RechargeReport got, RechargeReport want) {
        if (!ReportJson.write(got).equals(ReportJson.write(want))) {
            throw new IllegalStateException(
                    "The report differs from the recount: " + got.overall() + ", not " + want.overall());
        }
    }
}
