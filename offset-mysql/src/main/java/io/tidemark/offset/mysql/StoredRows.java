package io.tidemark.offset.mysql;

import io.tidemark.offset.StoredOffset;
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

    /** A row whose names are only alike. */
    record Alike(String group, TopicPartition partition) {

        @Override
        public String toString() {
            return "group '" + group + "', topic '" + partition.topic() + "', partition " + partition.partition();
        }
    }
}
