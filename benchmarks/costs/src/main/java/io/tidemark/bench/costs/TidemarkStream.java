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
 * @param sink where the results go, exactly once; empty for a stream that keeps its offsets and does nothing else
 */
record TidemarkStream(
        String title, JavaSparkContext spark, String bootstrap, OffsetStore store, Optional<MetricSink> sink)
        implements CountingStream {

    @Override
    public Running start(Course course, Counting counting, BatchTimes times) {
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
                .group(course.group())
                .topics(TopicSelection.named(course.partitions().topics().toArray(String[]::new)))
                .kafka(ConsumerParams.of(bootstrap))
                .batchInterval(course.interval())
                .maxRecordsPerBatch(course.recordsOfBatch())
                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                .listener(listener)
                .build();
        StreamStarter<byte[], byte[]> starter = ManagedStream.of(spark, store, settings);
        ManagedStream stream = sink.map(to -> starter.exactlyOnceInto(to, batch -> counting.measure(batch.records())))
                .orElseGet(() -> starter.atLeastOnce(batch -> counting.measure(batch.records())));
        return stream::close;
    }
}
