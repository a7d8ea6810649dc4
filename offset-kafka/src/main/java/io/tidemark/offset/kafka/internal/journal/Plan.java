package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * One write: its partitions, and its change as a function of what is stored. Computed again whenever that was read
 * anew.
 */
public interface Plan {

    GroupId group();

    /** For messages: {@code "the commit"}. */
    String what();

    /** The ranges of the write, for messages and exceptions. */
    List<PartitionRange> ranges();

    /** The partitions whose entries it needs. */
    Set<TopicPartition> partitions();

    /**
     * Computes the change.
     *
     * @param stored the stored entries of {@link #partitions()}
     * @return the change; empty if there is nothing to do
     * @throws OffsetConflictException if its condition does not hold
     */
    Change change(Map<TopicPartition, StoredOffset> stored);
}
