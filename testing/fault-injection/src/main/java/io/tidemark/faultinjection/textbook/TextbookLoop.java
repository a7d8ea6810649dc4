package io.tidemark.faultinjection.textbook;

import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.api.java.JavaInputDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.ConsumerStrategies;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.apache.spark.streaming.kafka010.OffsetRange;

/**
 * The loop of the tutorials: reads the offsets, processes, writes the results, saves the offsets. An offset that the
 * log no longer has is moved to the start of the log, as the better tutorials do.
 */
public final class TextbookLoop {

    private final RechargeConfig config;
    private final OffsetTable table;
    private final Counters counters;
    private final FlatMapFunction<Iterator<ConsumerRecord<byte[], byte[]>>, RechargeCounts> count;

    /**
     * @param table the store of the offsets
     * @param counters the destination of the results
     * @param count counts the records of a partition, on an executor
     */
    public TextbookLoop(
            RechargeConfig config,
            OffsetTable table,
            Counters counters,
            FlatMapFunction<Iterator<ConsumerRecord<byte[], byte[]>>, RechargeCounts> count) {
        this.config = config;
        this.table = table;
        this.counters = counters;
        this.count = count;
    }

    /** Starts the loop; the caller waits for its termination. */
    @SuppressWarnings("deprecation") // the tutorials use it
    public JavaStreamingContext start(JavaSparkContext spark) {
        JavaStreamingContext streaming = new JavaStreamingContext(
                spark, Durations.milliseconds(config.job().batchInterval().toMillis()));
        Map<TopicPartition, Long> from = startOffsets();
        JavaInputDStream<ConsumerRecord<byte[], byte[]>> stream = KafkaUtils.createDirectStream(
                streaming,
                LocationStrategies.PreferConsistent(),
                ConsumerStrategies.Assign(from.keySet(), kafkaParams(), from),
                new SameRate(rate(from.size())));
        stream.foreachRDD(rdd -> {
            OffsetRange[] ranges = ((HasOffsetRanges) rdd.rdd()).offsetRanges();
            RechargeCounts total = new RechargeCounts(config.dictionary().regions());
            rdd.mapPartitions(count).collect().forEach(total::merge);
            counters.add(total.measurements(config.dictionary().regions()));
            Map<TopicPartition, Long> until = new HashMap<>();
            for (OffsetRange range : ranges) {
                until.put(range.topicPartition(), range.untilOffset());
            }
            table.save(until);
        });
        streaming.start();
        return streaming;
    }

    private Map<TopicPartition, Long> startOffsets() {
        Map<TopicPartition, Long> stored = table.load();
        Map<TopicPartition, Long> from = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(kafkaParams())) {
            if (stored.isEmpty()) {
                consumer.partitionsFor(config.kafka().topic())
                        .forEach(info -> from.put(new TopicPartition(info.topic(), info.partition()), 0L));
            } else {
                from.putAll(stored);
            }
            consumer.beginningOffsets(from.keySet())
                    .forEach((partition, begin) -> from.merge(partition, begin, Math::max));
        }
        return from;
    }

    private Map<String, Object> kafkaParams() {
        Map<String, Object> params = new HashMap<>(config.kafka().properties());
        params.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
        params.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
        params.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        params.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        params.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        params.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return params;
    }

    /** The limit of records per second and partition for the largest batch. */
    private long rate(int partitions) {
        double seconds = config.job().batchInterval().toMillis() / 1000.0;
        return Math.max(1, (long) (config.job().maxRecordsPerBatch() / seconds / partitions));
    }
}
