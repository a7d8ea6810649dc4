package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Selection;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/** The stored entries of the selected partitions. */
final class Entries {

    private Entries() {}

    static SortedMap<TopicPartition, StoredOffset> load(OffsetStore store, GroupId group, Selection selection) {
        return PartitionOrder.sorted(selection.of(store.load(group, selection.topics())));
    }
}
