package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code recharge job}. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the job on existing servers; also the main class for spark-submit.",
            "Ends gracefully on SIGTERM and SIGINT: the running batch is finished and committed."
        })
final class JobCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
        RechargeConfig config = options.read();
        try (StoreConnection store = StoreConnection.open(config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis());
                JavaSparkContext spark = SparkContexts.create(
                        "recharge-" + config.group(), config.job().master());
                ManagedStream stream = RechargeJob.start(
                        config,
                        spark,
                        store.store(),
                        metrics.sink(),
                        metrics.reader(),
                        StreamSettings.ShutdownHook.ON)) {
            stream.awaitTermination();
        }
        return 0;
    }
}
