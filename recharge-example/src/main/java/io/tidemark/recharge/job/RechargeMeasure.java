package io.tidemark.recharge.job;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.aggregate.DimensionLimits;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.deadletter.DeadLetterSender;
import io.tidemark.recharge.deadletter.DeadLetterTopic;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.spark.Batch;
import io.tidemark.spark.BatchMeasure;
import io.tidemark.stream.event.StreamListener;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Measures a batch: on the executors every record is parsed once and counted, without a shuffle; the
 * driver adds up one small count for each partition. Rejected records are in the dead-letter topic before their batch
 * counts.
 */
public final class RechargeMeasure implements BatchMeasure<byte[], byte[]> {

    /** About 100 MB of measurements. A batch of one hour has some ten thousand cells, however many records it has. */
    private static final long MOST_CELLS = 300_000;

    private final TagDictionary dictionary;
    private final DeadLetterTopic deadLetters;
    private final Supplier<DimensionLimits> metricsHold;
    private final SentLetters sentLetters = new SentLetters();
    private Optional<DimensionLimits> limits = Optional.empty();

    private RechargeMeasure(
            TagDictionary dictionary, DeadLetterTopic deadLetters, Supplier<DimensionLimits> metricsHold) {
        this.dictionary = dictionary;
        this.deadLetters = deadLetters;
        this.metricsHold = metricsHold;
    }

    /**
     * What a configured job does, with its dead-letter topic created where it is missing.
     *
     * @param metrics reads what the job's sink has written; borrowed
     * @throws io.tidemark.recharge.deadletter.DeadLetterException if there is no such topic and it cannot be created
     */
    public static RechargeMeasure of(RechargeConfig config, MetricReader metrics) {
        DeadLetterTopic deadLetters = KafkaClients.deadLetters(config);
        deadLetters.ensure();
        GroupId group = new GroupId(config.group());
        return new RechargeMeasure(
                config.dictionary(), deadLetters, () -> DimensionLimits.read(config.dictionary(), metrics, group));
    }

    /** The listener that allows a batch to be measured again without sending its rejected records again. */
    StreamListener sentLetters() {
        return sentLetters;
    }

    @Override
    public List<Measurement> measure(Batch<byte[], byte[]> batch) {
        DimensionLimits shown = limits();
        RechargeCounts total = new RechargeCounts(dictionary.regions());
        long start = sentLetters.starts();
        Letters letters = sentLetters.cover(batch.ranges()) ? Letters.SENT : Letters.TO_SEND;
        batch.records()
                .mapPartitions(new CountPartition(dictionary, deadLetters, letters, shown.counted()))
                .collect()
                .forEach(counts -> {
                    total.merge(counts);
                    requireFewCells(total, batch);
                });
        sentLetters.add(batch.ranges(), start);
        shown.admit(total);
        return total.measurements(dictionary.regions(), shown);
    }

    private static void requireFewCells(RechargeCounts total, Batch<byte[], byte[]> batch) {
        if (total.cells() > MOST_CELLS) {
            throw new BatchTooLargeException("Cannot measure the ranges " + batch.ranges()
                    + " at once: their records fall"
                    + " into more than " + MOST_CELLS + " minutes of regions and other dimensions, the most that the"
                    + " driver holds in memory");
        }
    }

    private synchronized DimensionLimits limits() {
        DimensionLimits known = limits.orElseGet(metricsHold);
        limits = Optional.of(known);
        return known;
    }

    private enum Letters {
        TO_SEND,
        SENT
    }

    /** Counts the records of one partition, on an executor. */
    private record CountPartition(
            TagDictionary dictionary, DeadLetterTopic deadLetters, Letters letters, Map<String, List<String>> known)
            implements FlatMapFunction<Iterator<ConsumerRecord<byte[], byte[]>>, RechargeCounts> {

        @Override
        public Iterator<RechargeCounts> call(Iterator<ConsumerRecord<byte[], byte[]>> records) {
            RecordParser parser = new RecordParser(dictionary, known);
            RechargeCounts counts = new RechargeCounts(dictionary.regions());
            try (DeadLetterSender rejected = new DeadLetterSender(deadLetters)) {
                // what is left out here exceeds the driver's limit as well, which refuses the whole batch
                while (records.hasNext() && counts.cells() <= MOST_CELLS) {
                    ConsumerRecord<byte[], byte[]> record = records.next();
                    ParsedRecord parsed = parser.parse(record.value(), record.timestamp());
                    counts.add(parsed);
                    if (letters == Letters.TO_SEND && parsed instanceof ParsedRecord.Rejected refused) {
                        rejected.send(record, refused.reason());
                    }
                }
                rejected.awaitAll();
            }
            return List.of(counts).iterator();
        }
    }
}
