package io.tidemark.offset.verification;

import io.tidemark.offset.TopicIdentity;
import java.util.Objects;

/**
 * The identity and the bounds of a partition's log in the cluster.
 *
 * @param identity the cluster and topic of the partition
 * @param bounds the offsets that can be read
 * @since 0.1
 */
public record PartitionLog(TopicIdentity identity, LogBounds bounds) {

    public PartitionLog {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(bounds, "bounds");
    }
}
