package io.tidemark.bench.costs;

import java.time.Duration;

/**
 * What a stream reads, and when it has read enough.
 *
 * @param partitions where from, from the beginning on
 * @param filled how many of them have records
 * @param recordsOfPartition how many records of each partition a batch takes at most
 * @param batches after how many batches with records it ends
 * @param rounds how often
 * @param interval the batch interval; such that the records of a second, of which Spark wants to be told, are a whole
 *     number
 * @param group its group
 */
record Course(
        Partitions partitions,
        int filled,
        long recordsOfPartition,
        int batches,
        int rounds,
        Duration interval,
        String group) {

    /** One of partitions that all have records. */
    Course(Partitions partitions, long recordsOfPartition, int batches, int rounds, Duration interval, String group) {
        this(partitions, partitions.count(), recordsOfPartition, batches, rounds, interval, group);
    }

    /** Records a second and partition, as Spark is told. */
    long rate() {
        return Math.max(1, recordsOfPartition * 1_000 / interval.toMillis());
    }

    /** How many records a batch takes at most. */
    long recordsOfBatch() {
        return recordsOfPartition * filled;
    }

    /** The same for another group. */
    Course of(String other) {
        return new Course(partitions, filled, recordsOfPartition, batches, rounds, interval, other);
    }

    /** The same, but shorter or longer. */
    Course ofBatches(int other) {
        return new Course(partitions, filled, recordsOfPartition, other, rounds, interval, group);
    }
}
