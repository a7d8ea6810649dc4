package io.tidemark.recharge.job;

import io.tidemark.deadletter.DeadLetterSender;
import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.recharge.aggregate.DimensionLimits;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.spark.TaskResults;
import io.tidemark.stream.event.StreamListener;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures a batch: on the executors every record is parsed once and counted, without a shuffle; the
 * driver adds up one small count for each partition. Rejected records are in the dead-letter topic before their batch
 * counts.
 */
public final class RechargeMeasure implements RecordMeasure {

    /** About 100 MB of measurements. A batch of one hour has some ten thousand cells, however many records it has. */
    private static final long MOST_CELLS = 300_000;

    private final TagDictionary dictionary;
    private final DeadLetterTopic deadLetters;
    private final Supplier<DimensionLimits> metricsHold;
    private final SentDeadLetters sentLetters = new SentDeadLetters();
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
     * @throws io.tidemark.deadletter.DeadLetterException if there is no such topic and it cannot be created
     */
    public static RechargeMeasure of(RechargeConfig config, MetricReader metrics) {
        DeadLetterTopic deadLetters = KafkaClients.deadLetters(config);
        deadLetters.ensure(List.of(config.kafka().topic()));
        GroupId group = new GroupId(config.group());
        return new RechargeMeasure(
                config.dictionary(), deadLetters, () -> DimensionLimits.read(config.dictionary(), metrics, group));
    }

    /** The listener that allows a batch to be measured again without sending its rejected records again. */
    StreamListener sentLetters() {
        return sentLetters;
    }

    @Override
    public List<Measurement> measure(JavaRDD<ConsumerRecord<byte[], byte[]>> records) {
        DimensionLimits shown = limits();
        RechargeCounts total = new RechargeCounts(dictionary.regions());
        long start = sentLetters.starts();
        List<Counted> parts = TaskResults.collect(
                records, new CountTask(dictionary, deadLetters, sentLetters.ranges(), shown.counted()));
        parts.forEach(part -> sentLetters.add(part.ranges(), start));
        parts.forEach(part -> {
            total.merge(part.counts());
            requireFewCells(total);
        });
        shown.admit(total);
        return total.measurements(dictionary.regions(), shown);
    }

    private static void requireFewCells(RechargeCounts total) {
        if (total.cells() > MOST_CELLS) {
            throw new BatchTooLargeException("Cannot measure a batch of " + total.read()
                    + " records or more at once: they fall into more than " + MOST_CELLS
                    + " minutes of regions and other dimensions, the most that the"
                    + " driver holds in memory");
        }
    }

    private synchronized DimensionLimits limits() {
        DimensionLimits known = limits.orElseGet(metricsHold);
        limits = Optional.of(known);
        return known;
    }

    /**
     * The result of a task.
     *
     * @param counts its counts
     * @param ranges the ranges that it has read, with their rejected records in the dead-letter topic
     */
    private record Counted(RechargeCounts counts, List<PartitionRange> ranges) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Counts the records of a task, on an executor. */
    private record CountTask(
            TagDictionary dictionary,
            DeadLetterTopic deadLetters,
            Map<TopicPartition, PartitionRange> sent,
            Map<String, List<String>> known)
            implements Function<Iterator<ConsumerRecord<byte[], byte[]>>, Counted> {

        @Override
        public Counted call(Iterator<ConsumerRecord<byte[], byte[]>> records) {
            ReadRanges read = new ReadRanges();
            RecordParser parser = new RecordParser(dictionary, known);
            RechargeCounts counts = new RechargeCounts(dictionary.regions());
            try (DeadLetterSender rejected = new DeadLetterSender(deadLetters)) {
                // what is left out here exceeds the driver's limit as well, which refuses the whole batch
                while (records.hasNext() && counts.cells() <= MOST_CELLS) {
                    ConsumerRecord<byte[], byte[]> record = records.next();
                    ParsedRecord parsed = parser.parse(record.value(), record.timestamp());
                    counts.add(parsed);
                    read.add(record);
                    if (parsed instanceof ParsedRecord.Rejected refused && !isSent(record)) {
                        rejected.send(record, refused.reason().code());
                    }
                }
                rejected.awaitAll();
            }
            return new Counted(counts, read.ranges());
        }

        private boolean isSent(ConsumerRecord<byte[], byte[]> record) {
            PartitionRange range = sent.get(new TopicPartition(record.topic(), record.partition()));
            return range != null && range.from() <= record.offset() && record.offset() < range.until();
        }
    }

    /** The ranges that a task has read: one for each partition, because it reads them one after another. */
    private static final class ReadRanges {

        private final List<PartitionRange> complete = new ArrayList<>();
        private @Nullable ConsumerRecord<byte[], byte[]> first;
        private @Nullable ConsumerRecord<byte[], byte[]> last;

        void add(ConsumerRecord<byte[], byte[]> record) {
            if (last == null || last.partition() != record.partition()) {
                complete.addAll(current());
                first = record;
            }
            last = record;
        }

        List<PartitionRange> ranges() {
            List<PartitionRange> all = new ArrayList<>(complete);
            all.addAll(current());
            return all;
        }

        private List<PartitionRange> current() {
            return first == null || last == null
                    ? List.of()
                    : List.of(new PartitionRange(
                            new TopicPartition(first.topic(), first.partition()), first.offset(), last.offset() + 1));
        }
    }
}
