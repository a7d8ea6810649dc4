package io.tidemark.faultinjection.textbook;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The offsets of the tutorials' loop: read at the start, written after each batch without a condition. */
public interface OffsetTable {

    /** The stored offsets. */
    Map<TopicPartition, Long> load();

    /** Replaces the stored offsets. */
    void save(Map<TopicPartition, Long> offsets);
}
