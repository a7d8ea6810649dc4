package io.tidemark.stream.internal.cluster;

import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.PartitionLog;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The leader epochs that a stream has seen of its partitions, over all its runs. A later leader may lack records that
 * were read from an earlier one (an unclean leader election). Once the new leader has written records of its own in
 * their place, the bounds of the log no longer show it. Thread-safe.
 */
public final class LeaderEpochs {

    private final Map<TopicPartition, Epoch> epochs = new ConcurrentHashMap<>();

    /** A leader epoch that is later than the one seen before. */
    public record Change(int from, int to) {}

    private record Epoch(TopicIdentity identity, int epoch) {}

    /** The partitions that have another leader than when they were last {@linkplain #note noted}. */
    public Map<TopicPartition, Change> changes(Map<TopicPartition, PartitionLog> seen) {
        Map<TopicPartition, Change> changes = new HashMap<>();
        seen.forEach((partition, log) -> {
            Epoch known = epochs.get(partition);
            OptionalInt now = log.bounds().leaderEpoch();
            // a broker that does not know of the change yet returns an earlier one
            if (known != null
                    && known.identity().equals(log.identity())
                    && now.isPresent()
                    && now.getAsInt() > known.epoch()) {
                changes.put(partition, new Change(known.epoch(), now.getAsInt()));
            }
        });
        return changes;
    }

    /** Notes the epochs of logs that hold everything that the stream has read. */
    public void note(Map<TopicPartition, PartitionLog> seen) {
        seen.forEach((partition, log) -> log.bounds().leaderEpoch().ifPresent(epoch -> {
            Epoch now = new Epoch(log.identity(), epoch);
            epochs.merge(
                    partition,
                    now,
                    (known, found) ->
                            known.identity().equals(found.identity()) && known.epoch() > found.epoch() ? known : found);
        }));
    }
}
