package io.tidemark.faultinjection;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RechargeMeasure;
import io.tidemark.recharge.job.RunningJob;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.spark.StreamSettings;
import org.apache.spark.api.java.JavaSparkContext;

/** The job of the example under test. */
public class TidemarkJob implements JobLoop {

    /** Runs the process. */
    public static void main(String[] arguments) {
        JobHost.run(new TidemarkJob());
    }

    @Override
    public void run(RechargeConfig config, JavaSparkContext spark, Failpoints failpoints, Runnable started)
            throws Exception {
        try (StoreConnection store = StoreConnection.open(config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis());
                RunningJob job = RechargeJob.start(
                        config,
                        spark,
                        new FailpointStore(changed(store.store()), failpoints),
                        new FailpointSink(changed(metrics.sink()), failpoints),
                        new FailpointMeasure(RechargeMeasure.of(config, metrics.reader())),
                        StreamSettings.ShutdownHook.ON)) {
            started.run();
            job.awaitTermination();
        }
    }

    /** A replacement of the store; the store itself here. */
    OffsetStore changed(OffsetStore store) {
        return store;
    }

    /** A replacement of the sink; the sink itself here. */
    MetricSink changed(MetricSink sink) {
        return sink;
    }
}
