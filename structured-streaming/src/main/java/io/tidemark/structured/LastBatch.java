package io.tidemark.structured;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The last batch in a checkpoint directory, as far as one source is concerned.
 *
 * @param id its number
 * @param from where it starts; without partitions that it reads for the first time
 * @param until where it ends
 * @param finished whether the query has finished it; otherwise Spark repeats it with the same end
 */
record LastBatch(long id, Map<TopicPartition, Long> from, Map<TopicPartition, Long> until, boolean finished) {

    LastBatch {
        from = Map.copyOf(from);
        until = Map.copyOf(until);
    }
}
