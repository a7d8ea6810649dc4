package io.tidemark.stream.keeping;

/**
 * The maximum size of a part of a batch: halved when a part was too large, and increased again while parts of that
 * size succeed. A size that failed is tried again only after a number of successes just below it, so that a fixed
 * limit causes few failed attempts. Kept over restarts of the stream. Thread-safe.
 */
final class BatchSize {

    /** How many parts must succeed below a size that failed before it is tried again. */
    private static final int PATIENCE = 20;

    private long records = Long.MAX_VALUE;
    private int partitions = Integer.MAX_VALUE;
    private long failed = Long.MAX_VALUE;
    private int successes;

    /** The most offsets that a part covers. */
    synchronized long records() {
        return records;
    }

    /** The most partitions that a part covers. */
    synchronized int partitions() {
        return partitions;
    }

    /** A part was too large for its number of offsets. */
    synchronized void tooManyRecords(long count) {
        failed = count;
        records = Math.min(records, Math.max(1, count / 2));
        successes = 0;
    }

    /** A part was too large for its number of partitions. */
    synchronized void tooManyPartitions(int count) {
        partitions = Math.min(partitions, Math.max(1, count / 2));
    }

    /** A part succeeded. A part that was small because the log held no more tells nothing about the limit. */
    synchronized void succeeded(long count) {
        if (count >= failed) {
            failed = Long.MAX_VALUE;
        }
        if (count <= records / 2) {
            return;
        }
        successes++;
        long grown = records + Math.max(1, records / 8);
        if (grown < failed || successes >= PATIENCE) {
            records = grown;
            successes = 0;
        }
    }
}
