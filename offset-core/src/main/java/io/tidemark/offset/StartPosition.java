package io.tidemark.offset;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to start for a group that has no stored offset. Partitions and topics that are found later always start at
 * their earliest offset, also if they were created while the job was down: their first records belong to the group.
 */
public sealed interface StartPosition {

    /** At the first offset that the log holds. */
    static StartPosition earliest() {
        return new Earliest();
    }

    /** At the log's end: what is there already is not read, by the job's own choice, and leaves no receipt. */
    static StartPosition latest() {
        return new Latest();
    }

    /** At the first record with this timestamp or a later one; at the log's end where there is none. */
    static StartPosition at(Instant timestamp) {
        return new AtTimestamp(timestamp);
    }

    /**
     * At given offsets. The first start of a group fails for a partition that is not named; one whose offset the log
     * does not hold is for the policy of offsets that are expired or ahead of the log. A group that has stored offsets
     * follows the given offsets for new topics that are named here.
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
