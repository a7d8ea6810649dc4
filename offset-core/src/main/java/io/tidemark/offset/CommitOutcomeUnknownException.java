package io.tidemark.offset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection broke around a write: it was applied for all partitions or for none, and only reading back tells
 * which.
 */
public final class CommitOutcomeUnknownException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    private final transient GroupId group;
    private final transient List<PartitionRange> ranges;

    /**
     * @param group the group
     * @param ranges what the write covers; empty ranges for a write that only sets offsets
     * @param what the store and the write, for people: {@code "the commit to MySQL at host:3306"}
     * @param cause what broke
     */
    public CommitOutcomeUnknownException(
            GroupId group, List<PartitionRange> ranges, String what, @Nullable Throwable cause) {
        super(
                "Cannot tell whether " + what + " was applied for group " + group + ", ranges " + ranges
                        + ": the connection broke before the answer; reading back tells, writing again does not. Check that the"
                        + " server runs and can be reached; whoever starts again goes on from what is stored",
                cause);
        this.group = group;
        this.ranges = List.copyOf(ranges);
    }

    /** The group. */
    public GroupId group() {
        return group;
    }

    /** What the write covers. */
    public List<PartitionRange> ranges() {
        return ranges;
    }
}
