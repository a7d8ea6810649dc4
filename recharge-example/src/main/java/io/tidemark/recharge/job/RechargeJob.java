package io.tidemark.recharge.job;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.event.StreamListener;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Starts the job on what it is given, on the engine that the configuration names: {@link RechargeStream} on Spark
 * Streaming, or {@link RechargeQuery} on Structured Streaming. Both measure a batch with {@link RechargeMeasure}.
 */
public final class RechargeJob {

    private RechargeJob() {}

    /**
     * Starts the job. It borrows its Spark context, store, sink and reader, and creates the dead-letter topic where it
     * is missing.
     *
     * @param config what to read, and how
     * @param metrics reads what the sink has written
     * @param shutdownHook whether the job stops by itself when the process is asked to end
     */
    public static RunningJob start(
            RechargeConfig config,
            JavaSparkContext spark,
            OffsetStore store,
            MetricSink sink,
            MetricReader metrics,
            StreamSettings.ShutdownHook shutdownHook) {
        RechargeMeasure measure = RechargeMeasure.of(config, metrics);
        return start(config, spark, store, sink, measure, List.of(measure.sentLetters()), shutdownHook);
    }

    /**
     * Starts the job with something around its own measuring, or in its place.
     *
     * @param measure what is done with a batch
     */
    public static RunningJob start(
            RechargeConfig config,
            JavaSparkContext spark,
            OffsetStore store,
            MetricSink sink,
            RecordMeasure measure,
            StreamSettings.ShutdownHook shutdownHook) {
        return start(config, spark, store, sink, measure, List.of(), shutdownHook);
    }

    private static RunningJob start(
            RechargeConfig config,
            JavaSparkContext spark,
            OffsetStore store,
            MetricSink sink,
            RecordMeasure measure,
            List<StreamListener> more,
            StreamSettings.ShutdownHook shutdownHook) {
        List<StreamListener> listeners = new ArrayList<>(more);
        listeners.add(new Heartbeat(new GroupId(config.group()), sink, System::nanoTime));
        ClassArchive.asked().ifPresent(listeners::add);
        return switch (config.job().engine()) {
            case DSTREAMS -> RechargeStream.start(config, spark, store, sink, measure, listeners, shutdownHook);
            case STRUCTURED -> RechargeQuery.start(config, spark, store, sink, measure, listeners, shutdownHook);
        };
    }
}
