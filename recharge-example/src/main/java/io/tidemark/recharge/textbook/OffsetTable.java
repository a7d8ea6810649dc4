package io.tidemark.recharge.textbook;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the textbook keeps its offsets: read at the start, written after each batch, without any condition. */
public interface OffsetTable {

    /** The stored offsets. */
    Map<TopicPartition, Long> load();

    /** Stores offsets over those that are there. */
    void save(Map<TopicPartition, Long> offsets);
}
