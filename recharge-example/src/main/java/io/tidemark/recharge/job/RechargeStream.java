package io.tidemark.recharge.job;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.StreamListener;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaSparkContext;

/** The job on Spark Streaming: a managed stream that counts exactly once into Redis. */
record RechargeStream(ManagedStream stream) implements RunningJob {

    /** Parsing as many takes about ten times as long as starting a task. */
    private static final long RECORDS_OF_TASK = 10_000;

    static RunningJob start(
            RechargeConfig config,
            JavaSparkContext spark,
            OffsetStore store,
            MetricSink sink,
            RecordMeasure measure,
            List<StreamListener> listeners,
            StreamSettings.ShutdownHook shutdownHook) {
        StreamSettings.Builder<byte[], byte[]> settings = StreamSettings.builder(
                        ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group(config.group())
                .topics(config.kafka().topic())
                .kafka(KafkaClients.consumerParams(config.kafka()))
                .batchInterval(config.job().batchInterval())
                .maxRecordsPerBatch(config.job().maxRecordsPerBatch())
                .startPosition(config.job().start())
                .outOfRange(config.job().outOfRange())
                .emptySink(config.job().emptySink())
                .restarts(RestartPolicy.times(config.job().restarts()))
                .stopTimeout(config.job().stopTimeout())
                .shutdownHook(shutdownHook);
        config.job().stopMarker().ifPresent(settings::stopMarker);
        listeners.forEach(settings::listener);
        return new RechargeStream(ManagedStream.of(spark, store, settings.build())
                .exactlyOnceInto(sink, batch -> measure.measure(batch.records(RECORDS_OF_TASK))));
    }

    @Override
    public void awaitTermination() throws InterruptedException {
        stream.awaitTermination();
    }

    @Override
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        return stream.awaitTermination(timeout);
    }

    @Override
    public boolean isRunning() {
        return stream.isRunning();
    }

    @Override
    public void close() {
        stream.close();
    }
}
