package io.tidemark.offset.jdbc.internal.table;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The rows of a group and its topics.
 *
 * @param entries the entries with exactly these names
 * @param alike rows with other names that the table's collation treats as equal: {@code Orders} beside {@code orders}
 */
public record StoredRows(Map<TopicPartition, StoredOffset> entries, List<Alike> alike) {

    /** The rows that the table's collation may treat as the given partitions. */
    public List<Alike> takenFor(GroupId group, List<TopicPartition> partitions) {
        List<Alike> taken = new ArrayList<>(alike);
        entries.keySet().stream()
                .filter(stored -> partitions.stream()
                        .anyMatch(partition -> stored.partition() == partition.partition()
                                && stored.topic().equalsIgnoreCase(partition.topic())))
                .forEach(stored -> taken.add(new Alike(group.value(), stored)));
        return taken;
    }

    /** A row whose names are equal only by the collation. */
    public record Alike(String group, TopicPartition partition) {

        @Override
        public String toString() {
            return "group '" + group + "', topic '" + partition.topic() + "', partition " + partition.partition();
        }
    }
}
