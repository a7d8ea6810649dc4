package io.tidemark.recharge.prove;

import io.tidemark.offset.LossReceipt;
import org.apache.kafka.common.TopicPartition;

/**
 * Records that were deleted before they were read.
 *
 * @param partition where they were
 * @param from the first of them
 * @param until the end of them, exclusive
 */
record Gap(TopicPartition partition, long from, long until) implements Comparable<Gap> {

    /** What a receipt says is lost. */
    static Gap of(LossReceipt receipt) {
        return new Gap(receipt.partition(), receipt.from(), receipt.until());
    }

    long count() {
        return until - from;
    }

    boolean holds(int number, long offset) {
        return partition.partition() == number && from <= offset && offset < until;
    }

    @Override
    public int compareTo(Gap other) {
        int byPartition = Integer.compare(partition.partition(), other.partition.partition());
        int byFrom = Long.compare(from, other.from);
        return byPartition != 0 ? byPartition : byFrom != 0 ? byFrom : Long.compare(until, other.until);
    }

    @Override
    public String toString() {
        return partition + " from " + from + " until " + until;
    }
}
