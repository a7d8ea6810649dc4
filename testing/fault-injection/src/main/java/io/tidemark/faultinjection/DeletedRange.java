package io.tidemark.faultinjection;

import io.tidemark.offset.LossReceipt;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were deleted before they were read.
 *
 * @param partition their partition
 * @param from the first offset
 * @param until the end, exclusive
 */
record DeletedRange(TopicPartition partition, long from, long until) implements Comparable<DeletedRange> {

    /** The range of a receipt. */
    static DeletedRange of(LossReceipt receipt) {
        return new DeletedRange(receipt.partition(), receipt.from(), receipt.until());
    }

    long count() {
        return until - from;
    }

    boolean holds(int number, long offset) {
        return partition.partition() == number && from <= offset && offset < until;
    }

    @Override
    public int compareTo(DeletedRange other) {
        int byPartition = Integer.compare(partition.partition(), other.partition.partition());
        int byFrom = Long.compare(from, other.from);
        return byPartition != 0 ? byPartition : byFrom != 0 ? byFrom : Long.compare(until, other.until);
    }

    @Override
    public String toString() {
        return partition + " from " + from + " until " + until;
    }
}
