package io.tidemark.deadletter;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.PartitionRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records were rejected, and why. It holds their offsets, so that a record counts once, however often its task
 * ran: merging is idempotent. Neighbouring offsets take a bit each. Not thread-safe.
 *
 * @since 0.1
 */
public final class RejectedRecords implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The name of the measurements, with the tags {@code topic} and {@code reason}. */
    public static final String METRIC = "tidemark.rejected";

    private static final int MOST_EXAMPLES = 5;

    private final Map<TopicPartition, RejectedOffsets> partitions = new HashMap<>();

    /** Creates an empty collection. */
    public RejectedRecords() {}

    /**
     * Adds a record. If it was added before, its first reason stays.
     *
     * @param reason why; of more than 32 reasons of a partition, the others count as {@code other}
     * @param detail for the log; it is shortened to 200 characters
     */
    public void add(String topic, int partition, long offset, String reason, String detail) {
        of(new TopicPartition(topic, partition)).add(offset, reason, detail);
    }

    /** Adds the records of another collection. */
    public void merge(RejectedRecords other) {
        other.partitions.forEach((partition, offsets) -> of(partition).merge(offsets));
    }

    /** Whether the record was rejected. */
    public boolean contains(String topic, int partition, long offset) {
        RejectedOffsets offsets = partitions.get(new TopicPartition(topic, partition));
        return offsets != null && offsets.contains(offset);
    }

    /** Whether no record was rejected. */
    public boolean isEmpty() {
        return partitions.isEmpty();
    }

    /** How many records were rejected. */
    public long count() {
        return byReason().values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many records were rejected for each reason. */
    public SortedMap<String, Long> byReason() {
        SortedMap<String, Long> counts = new TreeMap<>();
        partitions.values().forEach(offsets -> addAll(counts, offsets));
        return counts;
    }

    /**
     * The counts as measurements without a time, for a sink that writes them together with their batch: one for each
     * topic and reason.
     */
    public List<Measurement> measurements() {
        SortedMap<String, SortedMap<String, Long>> byTopic = new TreeMap<>();
        partitions.forEach((partition, offsets) ->
                addAll(byTopic.computeIfAbsent(partition.topic(), topic -> new TreeMap<>()), offsets));
        List<Measurement> measurements = new ArrayList<>();
        byTopic.forEach((topic, counts) -> counts.forEach((reason, count) -> measurements.add(
                Measurement.timeless(METRIC, Map.of("topic", topic, "reason", reason), new MetricValue.Sum(count)))));
        return measurements;
    }

    /** The records of some ranges, as a copy. */
    public RejectedRecords within(Collection<PartitionRange> ranges) {
        RejectedRecords found = new RejectedRecords();
        for (PartitionRange range : ranges) {
            RejectedOffsets offsets = partitions.get(range.partition());
            if (offsets != null) {
                RejectedOffsets cut = offsets.within(range.from(), range.until());
                if (!cut.isEmpty()) {
                    found.of(range.partition()).merge(cut);
                }
            }
        }
        return found;
    }

    /** The counts, and the first records with their reasons: at most five. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(byReason().toString());
        partitions.entrySet().stream()
                .flatMap(entry -> entry.getValue().examples().entrySet().stream()
                        .map(example -> "; topic " + entry.getKey().topic() + ", partition "
                                + entry.getKey().partition() + ", offset " + example.getKey() + ": "
                                + example.getValue()))
                .sorted()
                .limit(MOST_EXAMPLES)
                .forEach(text::append);
        return text.toString();
    }

    private static void addAll(SortedMap<String, Long> counts, RejectedOffsets offsets) {
        offsets.counts().forEach((reason, count) -> counts.merge(reason, count, Long::sum));
    }

    private RejectedOffsets of(TopicPartition partition) {
        return partitions.computeIfAbsent(partition, added -> new RejectedOffsets());
    }
}
