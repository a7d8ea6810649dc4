package io.tidemark.offset.start;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.OffsetVerification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The start of a group, and its reasons.
 *
 * @param group the group
 * @param partitions every partition that the cluster has or that was stored
 * @since 0.1
 */
public record StartOffsets(GroupId group, Map<TopicPartition, Start> partitions) {

    public StartOffsets {
        partitions = Map.copyOf(partitions);
    }

    /** The first offset to read of every partition that will be read, with its identity. */
    public Map<TopicPartition, StoredOffset> offsets() {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        partitions.forEach((partition, start) -> start.offset().ifPresent(offset -> offsets.put(partition, offset)));
        return offsets;
    }

    /** The receipts of the losses at this start, in no particular order. */
    public List<LossReceipt> receipts() {
        List<LossReceipt> receipts = new ArrayList<>();
        partitions.values().forEach(start -> start.receipt().ifPresent(receipts::add));
        return receipts;
    }

    /**
     * One partition's start.
     *
     * @param offset the start offset; empty if the partition will not be read (it no longer exists)
     * @param verification the verdict on the stored offset
     * @param receipt the receipt of the loss at this start
     */
    public record Start(Optional<StoredOffset> offset, OffsetVerification verification, Optional<LossReceipt> receipt) {

        public Start {
            Objects.requireNonNull(offset, "offset");
            Objects.requireNonNull(verification, "verification");
            Objects.requireNonNull(receipt, "receipt");
        }

        @Override
        public String toString() {
            return verification.describe()
                    + offset.map(start -> ", starts at " + start.offset()).orElse(", is not read")
                    + receipt.map(loss -> ", offsets lost by policy " + loss.policy() + ": " + loss.describeCount())
                            .orElse("");
        }
    }
}
