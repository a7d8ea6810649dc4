package io.tidemark.offset.hdfs;

import io.tidemark.offset.Governor;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The state that a write leaves.
 *
 * @param offsets all entries of the group
 * @param governor what governs the group
 * @param receipts loss receipts to add
 */
record Plan(Map<TopicPartition, StoredOffset> offsets, Optional<Governor> governor, List<LossReceipt> receipts) {}
