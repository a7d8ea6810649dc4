package io.tidemark.bench.race;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.aggregate.DimensionLimits;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.RecordMeasure;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.spark.TaskResults;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;

/** Counts as the job does, without its dead-letter records: no other candidate sends any. */
final class CountsOnly implements RecordMeasure {

    private final TagDictionary dictionary;
    private final DimensionLimits limits;

    CountsOnly(RechargeConfig config, MetricReader metrics) {
        this.dictionary = config.dictionary();
        this.limits = DimensionLimits.read(dictionary, metrics, new GroupId(config.group()));
    }

    @Override
    public List<Measurement> measure(JavaRDD<ConsumerRecord<byte[], byte[]>> records) {
        RechargeCounts total = new RechargeCounts(dictionary.regions());
        TaskResults.collect(records, new CountTask(dictionary, limits.counted()))
                .forEach(total::merge);
        limits.admit(total);
        return total.measurements(dictionary.regions(), limits);
    }

    private record CountTask(TagDictionary dictionary, Map<String, List<String>> known)
            implements Function<Iterator<ConsumerRecord<byte[], byte[]>>, RechargeCounts> {

        @Override
        public RechargeCounts call(Iterator<ConsumerRecord<byte[], byte[]>> records) {
            RecordParser parser = new RecordParser(dictionary, known);
            RechargeCounts counts = new RechargeCounts(dictionary.regions());
            while (records.hasNext()) {
                ConsumerRecord<byte[], byte[]> record = records.next();
                counts.add(parser.parse(record.value(), record.timestamp()));
            }
            return counts;
        }
    }
}
