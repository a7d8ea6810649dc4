package io.tidemark.spark.internal.executor;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;

/** A broker did not deliver records that exist according to its own answer. */
final class RangeUnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RangeUnreadableException(TopicPartition partition, long position, long until, Duration timeout) {
        super("Cannot read " + partition + " from offset " + position + " until " + until + ": no record arrived for "
                + timeout.toMillis()
                + " ms; check that the partition's leader is up and reachable from this executor");
    }
}
