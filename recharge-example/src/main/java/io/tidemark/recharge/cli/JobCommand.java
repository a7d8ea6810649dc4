package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.Opening;
import io.tidemark.recharge.job.RechargeJob;
import io.tidemark.recharge.job.RunningJob;
import io.tidemark.recharge.job.SparkContexts;
import io.tidemark.recharge.job.StoreConnection;
import io.tidemark.spark.StreamSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Option(names = "--engine", description = "The engine of the job: ${COMPLETION-CANDIDATES}; overrides job.engine.")
    private Optional<Engine> engine = Optional.empty();

    @Override
    public Integer call() throws Exception {
        RechargeConfig config = options.read(
                engine.map(chosen -> Map.of("job.engine", chosen.name())).orElse(Map.of()));
        try (Opening<StoreConnection> store = Opening.begin(() -> StoreConnection.open(config.store()));
                Opening<MetricsConnection> metrics = Opening.begin(() -> MetricsConnection.open(config.redis()));
                JavaSparkContext spark = SparkContexts.create(
                        "recharge-" + config.group(), config.job().master());
                RunningJob job = RechargeJob.start(
                        config,
                        spark,
                        store.get().store(),
                        metrics.get().sink(),
                        metrics.get().reader(),
                        StreamSettings.ShutdownHook.ON)) {
            job.awaitTermination();
        }
        return 0;
    }
}
