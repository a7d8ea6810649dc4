package io.tidemark.offset.mysql;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a table holds of a group and its topics.
 *
 * @param entries the entries of exactly these names
 * @param alike rows of other names that the table's collation takes for these: {@code Orders} beside {@code orders}
 */
record StoredRows(Map<TopicPartition, StoredOffset> entries, List<Alike> alike) {

    /** The rows that a table may have taken for the given partitions. */
    List<Alike> takenFor(GroupId group, List<TopicPartition> partitions) {
        List<Alike> taken = new ArrayList<>(alike);
        entries.keySet().stream()
                .filter(stored -> partitions.stream()
                        .anyMatch(partition -> stored.partition() == partition.partition()
                                && stored.topic().equalsIgnoreCase(partition.topic())))
                .forEach(stored -> taken.add(new Alike(group.value(), stored)));
        return taken;
    }

    /** A row whose names are only alike. */
    record Alike(String group, TopicPartition partition) {

        @Override
        public String toString() {
            return "group '" + group + "', topic '" + partition.topic() + "', partition " + partition.partition();
        }
    }
}
