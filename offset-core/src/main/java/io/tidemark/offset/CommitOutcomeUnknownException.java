package io.tidemark.offset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write was sent, and its outcome is unknown: the connection broke, no answer came in time, or the server's error
 * does not show it. It was applied for all partitions or for none, and only reading back shows which.
 *
 * @since 0.1
 */
public final class CommitOutcomeUnknownException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    private final transient GroupId group;
    private final transient List<PartitionRange> ranges;

    /**
     * @param group the group
     * @param ranges the ranges of the write; empty ranges for a write that only sets offsets
     * @param what the store and the write with the known cause of its failure, for the message:
     *     {@code "the commit to MySQL at host:3306 (Read timed out)"}
     * @param cause the failure
     */
    public CommitOutcomeUnknownException(
            GroupId group, List<PartitionRange> ranges, String what, @Nullable Throwable cause) {
        super(
                "Cannot tell whether " + what + " was applied for group " + group + ", ranges " + ranges
                        + ". Check that the server runs and can be reached, then start the job again: it reads the"
                        + " stored"
                        + " offsets and resumes there. A program must read the offsets back, and must not repeat the"
                        + " write",
                cause);
        this.group = group;
        this.ranges = List.copyOf(ranges);
    }

    /** The group. */
    public GroupId group() {
        return group;
    }

    /** The ranges of the write. */
    public List<PartitionRange> ranges() {
        return ranges;
    }
}
