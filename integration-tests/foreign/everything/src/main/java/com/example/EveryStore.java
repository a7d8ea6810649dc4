package com.example;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Writes to each store that is named, with the clients that are on Spark's class path. */
public final class EveryStore {

    /** @param arguments the group, and the URLs of the stores */
    public static void main(String[] arguments) {
        GroupId group = new GroupId(arguments[0]);
        TopicPartition partition = new TopicPartition("orders", 0);
        for (String url : Arrays.asList(arguments).subList(1, arguments.length)) {
            try (OpenOffsetStore opened = OffsetStores.open(url)) {
                opened.store().initialize(group, Map.of(partition, StoredOffset.of(0)));
                opened.store().commit(new OffsetCommit(group, List.of(new PartitionRange(partition, 0, 7))));
                System.out.println(
                        opened.store().load(group, Set.of("orders")).get(partition).offset());
            }
        }
    }
}
