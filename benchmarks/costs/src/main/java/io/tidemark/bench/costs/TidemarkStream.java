package io.tidemark.bench.costs;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.spark.StreamStarter;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.StreamListener;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A managed stream.
 *
 * @param sink the sink of the results, exactly once; empty for a stream that only keeps its offsets
 */
record TidemarkStream(
        String title, JavaSparkContext spark, String bootstrap, OffsetStore store, Optional<MetricSink> sink)
        implements CountingStream {

    @Override
    public Running start(StreamLoad load, Counting counting, BatchTimes times) {
        StreamListener listener = new StreamListener() {
            @Override
            public void batchCommitted(BatchCommitted event) {
                times.done(
                        event.report().time(),
                        event.report().writing(),
                        event.report().committing());
            }
        };
        StreamSettings<byte[], byte[]> settings = StreamSettings.builder(
                        ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group(load.group())
                .topics(TopicSelection.named(load.partitions().topics().toArray(String[]::new)))
                .kafka(ConsumerParams.of(bootstrap))
                .batchInterval(load.interval())
                .maxRecordsPerBatch(load.recordsOfBatch())
                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                .listener(listener)
                .build();
        StreamStarter<byte[], byte[]> starter = ManagedStream.of(spark, store, settings);
        ManagedStream stream = sink.map(to -> starter.exactlyOnceInto(to, batch -> counting.measure(batch.records())))
                .orElseGet(() -> starter.atLeastOnce(batch -> counting.measure(batch.records())));
        return stream::close;
    }
}
