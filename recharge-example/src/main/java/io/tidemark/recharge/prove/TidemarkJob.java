package io.tidemark.recharge.prove;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RechargeMeasure;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import org.apache.spark.api.java.JavaSparkContext;

/** The example's job under proof, in a process of its own. */
public class TidemarkJob implements JobLoop {

    /** Runs the job as the proof says. */
    public static void main(String[] arguments) {
        JobHost.run(new TidemarkJob());
    }

    @Override
    public void run(RechargeConfig config, JavaSparkContext spark, Traps traps, Runnable started) throws Exception {
        try (StoreConnection store = StoreConnection.open(config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis());
                ManagedStream stream = RechargeJob.start(
                        config,
                        spark,
                        new TrappedStore(changed(store.store()), traps),
                        new TrappedSink(changed(metrics.sink()), traps),
                        new TrappedMeasure(RechargeMeasure.of(config, metrics.reader())),
                        StreamSettings.ShutdownHook.ON)) {
            started.run();
            stream.awaitTermination();
        }
    }

    /** The store that is used in the place of another. */
    OffsetStore changed(OffsetStore store) {
        return store;
    }

    /** The sink that is used in the place of another. */
    MetricSink changed(MetricSink sink) {
        return sink;
    }
}
