package io.tidemark.recharge.job;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.spark.BatchMeasure;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.RestartPolicy;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaSparkContext;

/** Starts the job on what it is given. */
public final class RechargeJob {

    private RechargeJob() {}

    /**
     * Starts the job. It borrows its Spark context, store, sink and reader, and creates the dead-letter topic where it
     * is missing.
     *
     * @param config what to read, and how
     * @param metrics reads what the sink has written
     * @param shutdownHook whether the stream stops by itself when the process is asked to end
     */
    public static ManagedStream start(
            RechargeConfig config,
            JavaSparkContext spark,
            OffsetStore store,
            MetricSink sink,
            MetricReader metrics,
            StreamSettings.ShutdownHook shutdownHook) {
        RechargeMeasure measure = RechargeMeasure.of(config, metrics);
        StreamSettings<byte[], byte[]> settings = settings(config, sink, shutdownHook)
                .listener(measure.sentLetters())
                .build();
        return ManagedStream.of(spark, store, settings).exactlyOnceInto(sink, measure);
    }

    /**
     * Starts the job with something around its own measuring, or in its place.
     *
     * @param measure what is done with a batch
     */
    public static ManagedStream start(
            RechargeConfig config,
            JavaSparkContext spark,
            OffsetStore store,
            MetricSink sink,
            BatchMeasure<byte[], byte[]> measure,
            StreamSettings.ShutdownHook shutdownHook) {
        return ManagedStream.of(
                        spark, store, settings(config, sink, shutdownHook).build())
                .exactlyOnceInto(sink, measure);
    }

    private static StreamSettings.Builder<byte[], byte[]> settings(
            RechargeConfig config, MetricSink sink, StreamSettings.ShutdownHook shutdownHook) {
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
                .shutdownHook(shutdownHook)
                .listener(new BatchLog())
                .listener(new Heartbeat(new GroupId(config.group()), sink, System::nanoTime));
        config.job().stopMarker().ifPresent(settings::stopMarker);
        return settings;
    }
}
