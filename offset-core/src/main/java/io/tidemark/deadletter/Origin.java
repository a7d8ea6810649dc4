package io.tidemark.deadletter;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a rejected record was read. Two dead-letter records of one origin are duplicates.
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
