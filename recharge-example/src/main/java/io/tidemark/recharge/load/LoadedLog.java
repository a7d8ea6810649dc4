package io.tidemark.recharge.load;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A log that is in its topic.
 *
 * @param records how many records the log has
 * @param loadedNow how many of them were not there before
 * @param ends for each partition, the offset behind the last of the log's records
 */
public record LoadedLog(long records, long loadedNow, Map<TopicPartition, Long> ends) {

    public LoadedLog {
        ends = Map.copyOf(ends);
    }
}
