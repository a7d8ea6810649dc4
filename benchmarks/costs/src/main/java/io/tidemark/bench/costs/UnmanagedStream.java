package io.tidemark.bench.costs;

import io.tidemark.faultinjection.textbook.SameRate;
import io.tidemark.metrics.Measurement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;

/** Spark's own direct stream. */
record UnmanagedStream(String title, JavaSparkContext spark, String bootstrap, Output output)
        implements CountingStream {

    /** Handles the results of a batch, on the driver. */
    @FunctionalInterface
    interface Output {

        /** Does nothing. */
        Output NONE = (group, measurements, ranges) -> {};

        /** Writes the results and the offsets of the batch. */
        void write(String group, List<Measurement> measurements, OffsetRange[] ranges) throws Exception;
    }

    @Override
    @SuppressWarnings("deprecation") // Spark's name for an API that is no longer developed
    public Running start(StreamLoad load, Counting counting, BatchTimes times) {
        JavaStreamingContext streaming = new JavaStreamingContext(
                spark, Durations.milliseconds(load.interval().toMillis()));
        Map<TopicPartition, Long> from = new HashMap<>();
        load.partitions().all().forEach(partition -> from.put(partition, 0L));
        JavaInputDStream<ConsumerRecord<byte[], byte[]>> stream = KafkaUtils.createDirectStream(
                streaming,
                LocationStrategies.PreferConsistent(),
                ConsumerStrategies.Assign(from.keySet(), params(load.group()), from),
                new SameRate(load.rate()));
        Lock working = new ReentrantLock();
        stream.foreachRDD((rdd, time) -> {
            working.lock();
            try {
                if (!times.areComplete()) {
                    run(load, rdd, counting);
                    times.done(Instant.ofEpochMilli(time.milliseconds()));
                }
            } finally {
                working.unlock();
            }
        });
        streaming.start();
        return () -> {
            times.end();
            // the running batch must not be interrupted
            working.lock();
            try {
                streaming.stop(false, false);
            } finally {
                working.unlock();
            }
        };
    }

    private void run(StreamLoad load, JavaRDD<ConsumerRecord<byte[], byte[]>> rdd, Counting counting) throws Exception {
        OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
        output.write(load.group(), counting.measure(rdd), ranges);
    }

    private Map<String, Object> params(String group) {
        Map<String, Object> params = new HashMap<>(ConsumerParams.of(bootstrap));
        params.put("group.id", group);
        params.put("key.deserializer", ByteArrayDeserializer.class);
        params.put("value.deserializer", ByteArrayDeserializer.class);
        params.put("auto.offset.reset", "earliest");
        params.put("enable.auto.commit", false);
        return params;
    }
}
