package io.tidemark.stream.keeping;

import io.tidemark.stream.TopicSelection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Whether a selection includes a partition, which the cluster may not have. */
final class Selected {

    private Selected() {}

    static boolean includes(TopicSelection selection, TopicPartition partition) {
        if (selection instanceof TopicSelection.Matching matching) {
            return matching.pattern().matcher(partition.topic()).matches();
        }
        return selection instanceof TopicSelection.Partitions single
                ? single.partitions().contains(partition)
                : ((TopicSelection.Named) selection).topics().contains(partition.topic());
    }

    /** The entries of a map without partitions that were not selected beside others of their topic. */
    static <T> Map<TopicPartition, T> only(TopicSelection selection, Map<TopicPartition, T> entries) {
        if (!(selection instanceof TopicSelection.Partitions single)) {
            return entries;
        }
        Map<TopicPartition, T> selected = new HashMap<>(entries);
        selected.keySet().retainAll(single.partitions());
        return selected;
    }
}
