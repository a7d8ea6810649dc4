package io.tidemark.spark.internal.executor;

import io.tidemark.deadletter.RejectedRecords;
import org.apache.spark.util.AccumulatorV2;

/**
 * Brings the rejected records of successful tasks to the driver. Merging is idempotent, so tasks that run again do no
 * harm. On the driver Spark merges on a thread of its own. On an executor a heartbeat may serialize it at any time.
 */
public final class RejectedAccumulator extends AccumulatorV2<RejectedRecords, RejectedRecords> {

    private static final long serialVersionUID = 1L;

    private volatile RejectedRecords records = new RejectedRecords();

    @Override
    public synchronized boolean isZero() {
        return records.isEmpty();
    }

    @Override
    public RejectedAccumulator copy() {
        RejectedAccumulator copy = new RejectedAccumulator();
        copy.add(value());
        return copy;
    }

    @Override
    public RejectedAccumulator copyAndReset() {
        return new RejectedAccumulator();
    }

    @Override
    public void reset() {
        throw new UnsupportedOperationException("Spark resets copies only");
    }

    /** In a task. What may be being serialized is not changed. */
    @Override
    public synchronized void add(RejectedRecords more) {
        RejectedRecords all = value();
        all.merge(more);
        records = all;
    }

    @Override
    public synchronized void merge(AccumulatorV2<RejectedRecords, RejectedRecords> other) {
        records.merge(other.value());
    }

    /** A copy. */
    @Override
    public synchronized RejectedRecords value() {
        RejectedRecords copy = new RejectedRecords();
        copy.merge(records);
        return copy;
    }
}
