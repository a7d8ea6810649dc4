package io.tidemark.offset.kafka;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** One write: what it wants, and what it makes of what is stored. Asked again each time that was read anew. */
interface Plan {

    GroupId group();

    /** For messages: {@code "the commit"}. */
    String what();

    /** What it covers, for messages and exceptions. */
    List<PartitionRange> ranges();

    /** The partitions whose entries it has to know. */
    Set<TopicPartition> partitions();

    /**
     * Makes the change.
     *
     * @param stored what is stored of {@link #partitions()}
     * @return the change; an empty one where there is nothing to do
     * @throws OffsetConflictException if its condition does not hold
     */
    Change change(Map<TopicPartition, StoredOffset> stored);
}
