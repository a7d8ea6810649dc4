package io.tidemark.faultinjection.textbook;

import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.PerPartitionConfig;

/**
 * The same limit for each partition of Spark's own stream, as {@code spark.streaming.kafka.maxRatePerPartition} sets
 * it.
 */
public final class SameRate extends PerPartitionConfig {

    private static final long serialVersionUID = 1L;

    private final long most;

    /** @param most records a second of one partition */
    public SameRate(long most) {
        this.most = most;
    }

    @Override
    public long maxRatePerPartition(TopicPartition partition) {
        return most;
    }
}
