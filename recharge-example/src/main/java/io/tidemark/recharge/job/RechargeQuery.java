package io.tidemark.recharge.job;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.structured.ManagedQuery;
import io.tidemark.structured.QuerySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The job on Structured Streaming: a managed query that counts exactly once into Redis. */
record RechargeQuery(ManagedQuery query) implements RunningJob {

    static RunningJob start(
            RechargeConfig config,
            JavaSparkContext spark,
            OffsetStore store,
            MetricSink sink,
            RecordMeasure measure,
            List<StreamListener> listeners,
            StreamSettings.ShutdownHook shutdownHook) {
        QuerySettings.Builder settings = QuerySettings.builder()
                .group(config.group())
                .topics(config.kafka().topic())
                .kafka(KafkaClients.consumerParams(config.kafka()))
                .checkpoint(config.job().checkpoint().orElseGet(RechargeQuery::temporaryDirectory))
                .batchInterval(config.job().batchInterval())
                .maxRecordsPerBatch(config.job().maxRecordsPerBatch())
                .startPosition(config.job().start())
                .outOfRange(config.job().outOfRange())
                .emptySink(config.job().emptySink())
                .restarts(RestartPolicy.times(config.job().restarts()))
                .stopTimeout(config.job().stopTimeout())
                .shutdownHook(QuerySettings.ShutdownHook.valueOf(shutdownHook.name()))
                // a dead-letter record has the headers of the rejected record
                .option("includeHeaders", "true");
        listeners.forEach(settings::listener);
        SparkSession session = SparkSession.builder().config(spark.getConf()).getOrCreate();
        return new RechargeQuery(ManagedQuery.of(session, store, settings.build())
                .exactlyOnceInto(sink, batch -> measure.measure(KafkaRows.records(batch))));
    }

    /** A start without a checkpoint resumes from the sink's ledger, so the directory can be lost. */
    private static String temporaryDirectory() {
        try {
            return Files.createTempDirectory("recharge-checkpoint-").toUri().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary checkpoint directory: " + e.getMessage(), e);
        }
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        query.awaitTermination();
    }

    @Override
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return query.awaitTermination(timeout);
    }

    @Override
    public boolean isRunning() {
        return query.isRunning();
    }

    @Override
    public void close() {
        query.close();
    }
}
