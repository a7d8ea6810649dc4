package io.tidemark.recharge.job;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts;
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
 * adds up one small count for each partition.
 */
public final class RechargeMeasure implements BatchMeasure<byte[], byte[]> {

    private final TagDictionary dictionary;

    /** @param dictionary what the log's fields mean */
    public RechargeMeasure(TagDictionary dictionary) {
        this.dictionary = dictionary;
    }

    @Override
    public List<Measurement> measure(Batch<byte[], byte[]> batch) {
        RechargeCounts total = new RechargeCounts(dictionary.regions());
        batch.records().mapPartitions(new CountPartition(dictionary)).collect().forEach(total::merge);
        return total.measurements(dictionary.regions());
    }

    /** Counts the records of one partition, on an executor. */
    private record CountPartition(TagDictionary dictionary)
            implements FlatMapFunction<Iterator<ConsumerRecord<byte[], byte[]>>, RechargeCounts> {

        @Override
        public Iterator<RechargeCounts> call(Iterator<ConsumerRecord<byte[], byte[]>> records) {
            RecordParser parser = new RecordParser(dictionary);
            RechargeCounts counts = new RechargeCounts(dictionary.regions());
            while (records.hasNext()) {
                counts.add(parser.parse(records.next().value()));
            }
            return List.of(counts).iterator();
        }
    }
}
