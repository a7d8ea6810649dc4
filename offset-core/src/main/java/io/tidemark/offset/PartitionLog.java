package io.tidemark.offset;

import java.util.Objects;

/**
 * What the cluster says of one partition.
 *
 * @param identity the cluster and topic that the partition is of
 * @param bounds what can be read of it
 */
public record PartitionLog(TopicIdentity identity, LogBounds bounds) {

    public PartitionLog {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(bounds, "bounds");
    }
}
