package io.tidemark.recharge.deadletter;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a rejected record was read. Two letters of one origin are one letter, sent twice.
 *
 * @param partition the topic and partition
 * @param offset its offset there
 */
record Origin(TopicPartition partition, long offset) {

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
