package io.tidemark.bench.costs;

import java.time.Duration;

/**
 * The load of a stream, and the end of its run.
 *
 * @param partitions the partitions, which are read from their beginning
 * @param filled how many of them have records
 * @param recordsOfPartition the maximum number of records of each partition in a batch
 * @param batches the number of batches with records after which the run ends
 * @param rounds the number of repetitions
 * @param interval the batch interval; it must give a whole number of records per second for Spark's rate limit
 * @param group the group
 */
record StreamLoad(
        Partitions partitions,
        int filled,
        long recordsOfPartition,
        int batches,
        int rounds,
        Duration interval,
        String group) {

    /** A load in which all partitions have records. */
    StreamLoad(
            Partitions partitions, long recordsOfPartition, int batches, int rounds, Duration interval, String group) {
        this(partitions, partitions.count(), recordsOfPartition, batches, rounds, interval, group);
    }

    /** The records per second and partition, for Spark's rate limit. */
    long rate() {
        return Math.max(1, recordsOfPartition * 1_000 / interval.toMillis());
    }

    /** The maximum number of records of a batch. */
    long recordsOfBatch() {
        return recordsOfPartition * filled;
    }

    /** The same load for another group. */
    StreamLoad of(String other) {
        return new StreamLoad(partitions, filled, recordsOfPartition, batches, rounds, interval, other);
    }

    /** The same load with another length. */
    StreamLoad ofBatches(int other) {
        return new StreamLoad(partitions, filled, recordsOfPartition, other, rounds, interval, group);
    }
}
