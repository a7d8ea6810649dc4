package io.tidemark.offset.mysql;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The offsets of entries without their identities, times and writers. */
final class Offsets {

    private Offsets() {}

    static Map<TopicPartition, Long> of(OffsetStore store, GroupId group) {
        return of(store.load(group));
    }

    static Map<TopicPartition, Long> of(Map<TopicPartition, StoredOffset> entries) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        entries.forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }
}
