package io.tidemark.spark;

import io.tidemark.offset.PartitionLog;
import io.tidemark.offset.TopicIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Under which leaders a stream has seen its logs, over all its lives. A later leader may lack what was read from an earlier
 * one (an unclean election), and once its own records have filled the gap the log's bounds no longer tell. Thread-safe.
 */
final class LeaderTerms {

    private final Map<TopicPartition, Term> terms = new ConcurrentHashMap<>();

    /** A leader's term that differs from the one that was seen before. */
    record Change(int from, int to) {}

    private record Term(TopicIdentity identity, int epoch) {}

    /** The partitions that have another leader than when they were last {@linkplain #note noted}. */
    Map<TopicPartition, Change> changes(Map<TopicPartition, PartitionLog> seen) {
        Map<TopicPartition, Change> changes = new HashMap<>();
        seen.forEach((partition, log) -> {
            Term known = terms.get(partition);
            OptionalInt now = log.bounds().leaderEpoch();
            // a lower one is told by a broker that has not heard of the change yet
            if (known != null
                    && known.identity().equals(log.identity())
                    && now.isPresent()
                    && now.getAsInt() > known.epoch()) {
                changes.put(partition, new Change(known.epoch(), now.getAsInt()));
            }
        });
        return changes;
    }

    /** All that the stream has read is in these leaders' logs. */
    void note(Map<TopicPartition, PartitionLog> seen) {
        seen.forEach((partition, log) -> log.bounds().leaderEpoch().ifPresent(epoch -> {
            Term now = new Term(log.identity(), epoch);
            terms.merge(
                    partition,
                    now,
                    (known, found) ->
                            known.identity().equals(found.identity()) && known.epoch() > found.epoch() ? known : found);
        }));
    }
}
