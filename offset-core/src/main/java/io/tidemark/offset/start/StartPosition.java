package io.tidemark.offset.start;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to start a topic for which the group has no stored offset. Partitions and topics that are found later always
 * start at their earliest offset, even if they were created while the job was down, because their first records belong
 * to the group.
 *
 * @since 0.1
 */
public sealed interface StartPosition {

    /** At the first offset that the log holds. */
    static StartPosition earliest() {
        return new Earliest();
    }

    /** At the log's end: existing records are not read, by the job's own choice, and leave no receipt. */
    static StartPosition latest() {
        return new Latest();
    }

    /** At the first record with this timestamp or a later one; at the log's end if there is none. */
    static StartPosition at(Instant timestamp) {
        return new AtTimestamp(timestamp);
    }

    /**
     * At given offsets. The first start of a group fails for a partition that is not named. If the log does not hold a
     * given offset, the policy for expired offsets or for offsets ahead of the log applies. A group that has stored
     * offsets uses the given offsets for new topics that are named here.
     */
    static StartPosition at(Map<TopicPartition, Long> offsets) {
        return new AtOffsets(offsets);
    }

    /** See {@link #earliest()}. */
    record Earliest() implements StartPosition {}

    /** See {@link #latest()}. */
    record Latest() implements StartPosition {}

    /** See {@link #at(Instant)}. */
    record AtTimestamp(Instant timestamp) implements StartPosition {}

    /** See {@link #at(Map)}. */
    record AtOffsets(Map<TopicPartition, Long> offsets) implements StartPosition {
        public AtOffsets {
            offsets = Map.copyOf(offsets);
        }
    }
}
