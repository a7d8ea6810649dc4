package io.tidemark.offset.hbase;

import io.tidemark.offset.StoredOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The stored state of a group.
 *
 * @param text the cell that holds the entries, which a write expects to be unchanged; empty if the group has none yet
 * @param stored the entries: of the cell or, if there is none, of an older job
 */
record GroupState(Optional<byte[]> text, Map<TopicPartition, StoredOffset> stored) {

    /** Whether the entries are those of an older job, which the next write takes over. */
    boolean isOfOlderJob() {
        return text.isEmpty() && !stored.isEmpty();
    }
}
