package io.tidemark.offset.verification;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A job cannot resume at its stored offsets, and its policy for this case is to fail. One exception names all
 * affected partitions.
 *
 * @since 0.1
 */
public final class OffsetVerificationException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 20;

    private final transient GroupId group;
    private final transient Map<TopicPartition, OffsetVerification> verdicts;

    /**
     * @param group the group
     * @param verdicts the verdict on each partition that cannot be resumed; at least one
     */
    public OffsetVerificationException(GroupId group, Map<TopicPartition, OffsetVerification> verdicts) {
        super(message(group, verdicts));
        this.group = group;
        this.verdicts = Map.copyOf(verdicts);
    }

    /** The group. */
    public GroupId group() {
        return group;
    }

    /** The partitions that cannot be resumed. */
    public Map<TopicPartition, OffsetVerification> verdicts() {
        return verdicts;
    }

    private static String message(GroupId group, Map<TopicPartition, OffsetVerification> verdicts) {
        TreeMap<String, String> sorted = new TreeMap<>();
        verdicts.forEach((partition, verdict) -> sorted.put(
                "%s partition %5d".formatted(partition.topic(), partition.partition()),
                "topic " + partition.topic() + ", partition " + partition.partition() + ": " + verdict.describe()));
        String shown = sorted.values().stream().limit(SHOWN).collect(Collectors.joining("; "));
        String rest = sorted.size() > SHOWN ? "; and " + (sorted.size() - SHOWN) + " more partitions" : "";
        String settings = verdicts.values().stream()
                .map(OffsetVerificationException::remedy)
                .distinct()
                .sorted()
                .collect(Collectors.joining(". "));
        return "Cannot resume group " + group + ": " + shown + rest + ". " + settings;
    }

    private static String remedy(OffsetVerification verdict) {
        if (verdict instanceof OffsetVerification.Expired) {
            return "To accept the loss and continue, set the policy for expired offsets to EARLIEST (the start of"
                    + " the log) or"
                    + " LATEST (its end); both store a loss receipt";
        }
        if (verdict instanceof OffsetVerification.AheadOfLog) {
            return "If the log was truncated, set the policy for offsets ahead of the log to LATEST; if the topic was"
                    + " emptied or created again, to EARLIEST, which reads the whole log";
        }
        if (verdict instanceof OffsetVerification.Truncated) {
            return "The log has lost records that the group has read, and has other records in their place (an"
                    + " unclean leader"
                    + " election). To resume at the truncation point, set the policy for offsets ahead of the log to"
                    + " LATEST,"
                    + " or move the group there, before you start the job again. Otherwise the next start resumes at"
                    + " the"
                    + " stored offset and skips the new records before it";
        }
        if (verdict instanceof OffsetVerification.RecreatedTopic) {
            return "To read the new topic, set the policy for recreated topics to EARLIEST or LATEST; both store a loss"
                    + " receipt";
        }
        if (verdict instanceof OffsetVerification.OtherCluster) {
            return "Check bootstrap.servers; if the move to another cluster is intended, set the policy for another cluster"
                    + " to EARLIEST or LATEST; both store a loss receipt";
        }
        if (verdict instanceof OffsetVerification.PartitionGone) {
            return "Check the topic's name and cluster; to continue without the partition, set the policy for gone partitions"
                    + " to EARLIEST or LATEST; both store a loss receipt";
        }
        return "Set an offset within the bounds of the log for each partition in the start position";
    }
}
