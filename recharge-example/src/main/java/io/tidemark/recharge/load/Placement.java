package io.tidemark.recharge.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Assigns the records of the log to partitions, and finds the ones that are already there. */
final class Placement {

    private final TopicPartition[] partitions;
    private final long[] bases;
    private final long[] loaded;

    Placement(Map<TopicPartition, Long> bases, Map<TopicPartition, Long> ends) {
        partitions = new TopicPartition[bases.size()];
        this.bases = new long[bases.size()];
        loaded = new long[bases.size()];
        bases.forEach((partition, base) -> {
            int number = partition.partition();
            Long end = ends.get(partition);
            if (end == null || end < base) {
                throw new LoadException("Cannot load into partition " + number + " of topic '" + partition.topic()
                        + "': it ends at " + end + ", before the " + base
                        + " at which the load began; the topic was deleted and created again, or truncated");
            }
            partitions[number] = partition;
            this.bases[number] = base;
            loaded[number] = end - base;
        });
    }

    TopicPartition of(long record) {
        return partitions[place(record)];
    }

    boolean isLoaded(long record) {
        return record / partitions.length < loaded[place(record)];
    }

    boolean isLastLoaded(long record) {
        return record / partitions.length == loaded[place(record)] - 1;
    }

    boolean haveRecords() {
        return loaded() > 0;
    }

    long loaded() {
        return Arrays.stream(loaded).sum();
    }

    long base(TopicPartition partition) {
        return bases[partition.partition()];
    }

    /** The ends of the partitions that have records of the log. */
    Map<TopicPartition, Long> endsOfLoaded() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int i = 0; i < partitions.length; i++) {
            if (loaded[i] > 0) {
                ends.put(partitions[i], bases[i] + loaded[i]);
            }
        }
        return ends;
    }

    /** Where the partitions end when this number of records is loaded. */
    Map<TopicPartition, Long> endsAfter(long records) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int i = 0; i < partitions.length; i++) {
            long share = records / partitions.length + (i < records % partitions.length ? 1 : 0);
            ends.put(partitions[i], bases[i] + share);
        }
        return ends;
    }

    private int place(long record) {
        return (int) (record % partitions.length);
    }
}
