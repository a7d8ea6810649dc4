package io.tidemark.recharge.job;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.deadletter.DeadLetterSender;
import io.tidemark.recharge.deadletter.DeadLetterTopic;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.spark.Batch;
import io.tidemark.spark.BatchMeasure;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * What the job does with a batch: on the executors every record is parsed once and counted, without a shuffle; the driver
 * adds up one small count for each partition. Rejected records are in the dead-letter topic before their batch counts.
 */
public final class RechargeMeasure implements BatchMeasure<byte[], byte[]> {

    private final TagDictionary dictionary;
    private final DeadLetterTopic deadLetters;

    /**
     * What a job does.
     *
     * @param dictionary what the log's fields mean
     * @param deadLetters where rejected records go; there is such a topic
     */
    public RechargeMeasure(TagDictionary dictionary, DeadLetterTopic deadLetters) {
        this.dictionary = dictionary;
        this.deadLetters = deadLetters;
    }

    /**
     * What a configured job does, with its dead-letter topic created where it is missing.
     *
     * @throws io.tidemark.recharge.deadletter.DeadLetterException if there is no such topic and it cannot be created
     */
    public static RechargeMeasure of(RechargeConfig config) {
        DeadLetterTopic deadLetters = KafkaClients.deadLetters(config);
        deadLetters.ensure();
        return new RechargeMeasure(config.dictionary(), deadLetters);
    }

    @Override
    public List<Measurement> measure(Batch<byte[], byte[]> batch) {
        RechargeCounts total = new RechargeCounts(dictionary.regions());
        batch.records()
                .mapPartitions(new CountPartition(dictionary, deadLetters))
                .collect()
                .forEach(total::merge);
        return total.measurements(dictionary.regions());
    }

    /** Counts the records of one partition, on an executor. */
    private record CountPartition(TagDictionary dictionary, DeadLetterTopic deadLetters)
            implements FlatMapFunction<Iterator<ConsumerRecord<byte[], byte[]>>, RechargeCounts> {

        @Override
        public Iterator<RechargeCounts> call(Iterator<ConsumerRecord<byte[], byte[]>> records) {
            RecordParser parser = new RecordParser(dictionary);
            RechargeCounts counts = new RechargeCounts(dictionary.regions());
            try (DeadLetterSender rejected = new DeadLetterSender(deadLetters)) {
                while (records.hasNext()) {
                    ConsumerRecord<byte[], byte[]> record = records.next();
                    ParsedRecord parsed = parser.parse(record.value());
                    counts.add(parsed);
                    if (parsed instanceof ParsedRecord.Rejected refused) {
                        rejected.send(record, refused.reason());
                    }
                }
                rejected.awaitAll();
            }
            return List.of(counts).iterator();
        }
    }
}
