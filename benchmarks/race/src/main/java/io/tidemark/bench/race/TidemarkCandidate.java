package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.bench.race.Configs.Parts;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RechargeMeasure;
import io.tidemark.recharge.job.RecordMeasure;
import io.tidemark.recharge.job.RunningJob;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.spark.StreamSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;

/** The example's job: exactly once into Redis, with offsets in MySQL and, as a whole, a dead-letter topic. */
record TidemarkCandidate(Setting setting, JavaSparkContext spark, Parts parts, Engine engine) implements Candidate {

    /** Arguments: {@code whole}, {@code counts} or {@code part}; and {@code dstreams} or {@code structured}. */
    public static void main(String[] arguments) throws Exception {
        Parts parts = Parts.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        Engine engine = Engine.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        CandidateServer.serve(setting -> new TidemarkCandidate(
                setting,
                SparkContexts.create("tidemark", Optional.of("local[" + setting.cores() + "]")),
                parts,
                engine));
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        RechargeConfig config = Configs.of(setting, topic, group, parts, engine);
        AtomicLong began = new AtomicLong();
        try (StoreConnection store = StoreConnection.open(config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            RecordMeasure measure = parts == Parts.WHOLE
                    ? RechargeMeasure.of(config, metrics.reader())
                    : new CountsOnly(config, metrics.reader());
            CommittedRecords committed = new CommittedRecords(store.store());
            RunningJob job = RechargeJob.start(
                    config,
                    spark,
                    committed,
                    metrics.sink(),
                    batch -> {
                        began.compareAndSet(0, System.nanoTime());
                        return measure.measure(batch);
                    },
                    StreamSettings.ShutdownHook.OFF);
            try (job) {
                committed.await(records);
                return System.nanoTime() - began.get();
            }
        }
    }

    @Override
    public Totals totals(String group) {
        RechargeConfig config = Configs.of(setting, "any", group, parts, engine);
        try (MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            return StoredTotals.read(metrics.reader(), new GroupId(group), config.dictionary());
        }
    }

    @Override
    public void close() {
        spark.stop();
    }
}
