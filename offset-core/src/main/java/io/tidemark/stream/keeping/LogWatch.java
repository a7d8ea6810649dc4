package io.tidemark.stream.keeping;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.internal.cluster.Cluster;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The position of a stream in each partition, and the bounds of the log. The bounds of each batch are formed from it.
 * One thread refreshes it and forms batches; others may read it.
 *
 * @since 0.1
 */
public final class LogWatch {

    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);

    /** A new leader may report an earlier end than the leader before for a while; a truncated log keeps it. */
    private static final Duration LAGGING_LEADER = Duration.ofSeconds(10);

    private final KeepingSettings settings;
    private final Cluster cluster;
    private final LeaderEpochs epochs;
    private final Map<TopicPartition, TopicIdentity> identities = new HashMap<>();
    /** Where the next batch begins. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private final Map<TopicPartition, LogBounds> bounds = new HashMap<>();
    private final Map<TopicPartition, Long> behindSince = new HashMap<>();
    private long discoveredAt;
    private volatile Runnable refreshed = () -> {};

    LogWatch(KeepingSettings settings, Cluster cluster, LeaderEpochs epochs, Map<TopicPartition, StoredOffset> starts) {
        this.settings = settings;
        this.cluster = cluster;
        this.epochs = epochs;
        starts.forEach((partition, start) -> {
            next.put(partition, start.offset());
            start.identity().ifPresent(identity -> identities.put(partition, identity));
        });
        discoveredAt = System.nanoTime();
    }

    /** The topics that the settings select now; of selected partitions, their topics. */
    static Set<String> topics(TopicSelection selection, Cluster cluster) {
        if (selection instanceof TopicSelection.Matching matching) {
            return cluster.topicsMatching(matching.pattern());
        }
        return selection instanceof TopicSelection.Partitions single
                ? single.topics()
                : ((TopicSelection.Named) selection).topics();
    }

    /**
     * Reads the bounds of all partitions again, and afterwards the identity of their topics, so that the bounds of a
     * recreated topic are never taken for those of the old one. New partitions are added at offset 0.
     *
     * @throws OffsetVerificationException if the log no longer holds the stream's position
     * @throws OffsetStoreException if the cluster does not answer
     */
    public void refresh() {
        Map<TopicPartition, LogBounds> seen = knownBounds();
        Map<TopicPartition, TopicIdentity> found =
                Selected.only(settings.topics(), cluster.identities(selectedTopics()));
        Set<TopicPartition> added = new HashSet<>(found.keySet());
        added.removeAll(partitions());
        Map<TopicPartition, LogBounds> addedBounds = cluster.bounds(added);
        Map<TopicPartition, PartitionLog> logs = identified(seen, found);
        Map<TopicPartition, LeaderEpochs.Change> newLeaders = epochs.changes(logs);
        Map<TopicPartition, Long> truncations = newLeaders.isEmpty() ? Map.of() : cluster.leaderEpochEnds(newLeaders);
        synchronized (this) {
            refuseGoneOrRecreated(found);
            bounds.putAll(seen);
            addedBounds.forEach((partition, log) -> join(partition, log, known(found, partition)));
            refuseTruncatedAt(truncations);
            refuseTruncated();
        }
        epochs.note(logs);
        refreshed.run();
    }

    private static Map<TopicPartition, PartitionLog> identified(
            Map<TopicPartition, LogBounds> seen, Map<TopicPartition, TopicIdentity> found) {
        Map<TopicPartition, PartitionLog> logs = new HashMap<>();
        seen.forEach((partition, log) -> {
            TopicIdentity identity = found.get(partition);
            if (identity != null) {
                logs.put(partition, new PartitionLog(identity, log));
            }
        });
        return logs;
    }

    /**
     * The bounds of all partitions that are read. If the cluster does not return them, one of the partitions may be
     * gone, which is reported instead.
     */
    private Map<TopicPartition, LogBounds> knownBounds() {
        Set<TopicPartition> partitions = partitions();
        try {
            return cluster.bounds(partitions);
        } catch (OffsetStoreException e) {
            Map<TopicPartition, TopicIdentity> found = cluster.identities(topics(partitions));
            synchronized (this) {
                refuseGoneOrRecreated(found);
            }
            throw e;
        }
    }

    /** The partitions that the stream reads. */
    public synchronized Set<TopicPartition> partitions() {
        return new HashSet<>(next.keySet());
    }

    /** Where the next batch begins in a partition. */
    public synchronized long next(TopicPartition partition) {
        return known(next, partition);
    }

    /** The cluster and topic of a partition. */
    public synchronized TopicIdentity identity(TopicPartition partition) {
        return known(identities, partition);
    }

    /** The partition's bounds as last seen; empty before the first refresh. */
    synchronized Optional<LogBounds> bounds(TopicPartition partition) {
        return Optional.ofNullable(bounds.get(partition));
    }

    /** The partition's log as last seen. */
    synchronized PartitionLog log(TopicPartition partition) {
        return new PartitionLog(known(identities, partition), known(bounds, partition));
    }

    /** The engine has formed a batch that ends here. */
    public synchronized void formed(TopicPartition partition, long until) {
        next.put(partition, until);
    }

    /**
     * Polls the cluster for these partitions again, and returns the same as {@link #expired}.
     *
     * @throws OffsetStoreException if the cluster does not answer now
     */
    Map<TopicPartition, OffsetVerification.Expired> expiredBy(Collection<PartitionRange> ranges) {
        Map<TopicPartition, LogBounds> seen =
                cluster.bounds(ranges.stream().map(PartitionRange::partition).toList());
        synchronized (this) {
            bounds.putAll(seen);
        }
        return expired(ranges);
    }

    /** The ranges whose first records retention has deleted, with the bounds of the log. */
    synchronized Map<TopicPartition, OffsetVerification.Expired> expired(Collection<PartitionRange> ranges) {
        Map<TopicPartition, OffsetVerification.Expired> expired = new HashMap<>();
        for (PartitionRange range : ranges) {
            LogBounds seen = bounds.get(range.partition());
            if (seen != null && seen.start() > range.from()) {
                expired.put(range.partition(), new OffsetVerification.Expired(range.from(), seen));
            }
        }
        return expired;
    }

    /** Runs after each refresh, on its thread. */
    void onRefresh(Runnable action) {
        refreshed = action;
    }

    /** How many offsets the cluster holds beyond the batches formed so far. */
    public synchronized long lag() {
        return next.keySet().stream().mapToLong(this::lag).sum();
    }

    /** The same for each partition; without partitions whose bounds are unknown. */
    public synchronized Map<TopicPartition, Long> lagByPartition() {
        Map<TopicPartition, Long> lags = new HashMap<>();
        next.keySet().stream().filter(bounds::containsKey).forEach(partition -> lags.put(partition, lag(partition)));
        return lags;
    }

    /** The same for one partition; empty if it is not read, or its bounds are unknown. */
    public synchronized OptionalLong lagOf(TopicPartition partition) {
        return next.containsKey(partition) && bounds.containsKey(partition)
                ? OptionalLong.of(lag(partition))
                : OptionalLong.empty();
    }

    /** The same for each topic; without topics that have a partition of unknown bounds. */
    public synchronized Map<String, Long> lagByTopic() {
        Map<String, Long> lags = new HashMap<>();
        next.keySet().forEach(partition -> lags.merge(partition.topic(), lag(partition), Long::sum));
        next.keySet().stream()
                .filter(partition -> !bounds.containsKey(partition))
                .forEach(partition -> lags.remove(partition.topic()));
        return lags;
    }

    /** Forms the ranges of the next batch: from each partition's position to {@link #ends}; without empty ranges. */
    synchronized List<PartitionRange> formBatch() {
        List<PartitionRange> ranges = new ArrayList<>();
        ends().forEach((partition, until) -> {
            PartitionRange range = new PartitionRange(partition, next(partition), until);
            if (!range.isEmpty()) {
                ranges.add(range);
                formed(partition, until);
            }
        });
        return ranges;
    }

    /** Where the next batch may end: the log's end, or earlier where the batch would get too large. */
    public synchronized Map<TopicPartition, Long> ends() {
        long lag = lag();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> entry : next.entrySet()) {
            long own = lag(entry.getKey());
            long most = lag <= settings.maxRecordsPerBatch()
                    ? own
                    : Math.max(1, (long) ((double) own / lag * settings.maxRecordsPerBatch()));
            ends.put(entry.getKey(), readableFrom(entry.getKey()) + Math.min(own, most));
        }
        return ends;
    }

    private long lag(TopicPartition partition) {
        LogBounds seen = bounds.get(partition);
        return seen == null ? 0 : Math.max(0, seen.end() - readableFrom(partition));
    }

    /**
     * Where the next batch finds its first record. Offsets that retention has deleted do not count towards its limit.
     */
    private long readableFrom(TopicPartition partition) {
        long from = known(next, partition);
        LogBounds seen = bounds.get(partition);
        return seen == null ? from : Math.max(from, seen.start());
    }

    /**
     * The topics of all partitions that are read and, once per discovery interval, those that the selection matches.
     */
    private Set<String> selectedTopics() {
        Set<String> topics = topics(partitions());
        if (System.nanoTime() - discoveredAt >= settings.discoveryInterval().toNanos()) {
            topics.addAll(topics(settings.topics(), cluster));
            discoveredAt = System.nanoTime();
        }
        return topics;
    }

    private static Set<String> topics(Set<TopicPartition> partitions) {
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    private void join(TopicPartition partition, LogBounds log, TopicIdentity identity) {
        // the group reads it from its first record; the policy decides about records that retention has deleted
        LOG.info("Partition {} was found: log start {}, log end {}", partition, log.start(), log.end());
        next.put(partition, 0L);
        bounds.put(partition, log);
        identities.put(partition, identity);
    }

    private void refuseGoneOrRecreated(Map<TopicPartition, TopicIdentity> found) {
        Map<TopicPartition, OffsetVerification> refused = new HashMap<>();
        next.forEach((partition, offset) -> {
            TopicIdentity expected = known(identities, partition);
            TopicIdentity now = found.get(partition);
            LogBounds seen = bounds.getOrDefault(partition, new LogBounds(0, 0));
            if (now == null) {
                refused.put(partition, new OffsetVerification.PartitionGone(offset));
            } else if (!now.equals(expected)) {
                refused.put(partition, new OffsetVerification.RecreatedTopic(offset, expected, now, seen));
            }
        });
        refuse(refused);
    }

    private void refuseTruncatedAt(Map<TopicPartition, Long> truncations) {
        Map<TopicPartition, OffsetVerification> refused = new HashMap<>();
        truncations.forEach((partition, truncatedAt) -> {
            if (known(next, partition) > truncatedAt) {
                refused.put(
                        partition,
                        new OffsetVerification.Truncated(
                                known(next, partition), truncatedAt, known(bounds, partition)));
            }
        });
        refuse(refused);
    }

    private void refuseTruncated() {
        Map<TopicPartition, OffsetVerification> refused = new HashMap<>();
        next.forEach((partition, offset) -> {
            LogBounds seen = bounds.get(partition);
            if (seen == null || seen.end() >= offset) {
                behindSince.remove(partition);
                return;
            }
            long since = behindSince.computeIfAbsent(partition, absent -> System.nanoTime());
            if (System.nanoTime() - since >= LAGGING_LEADER.toNanos()) {
                refused.put(partition, new OffsetVerification.AheadOfLog(offset, seen));
            }
        });
        refuse(refused);
    }

    private void refuse(Map<TopicPartition, OffsetVerification> refused) {
        if (!refused.isEmpty()) {
            throw new OffsetVerificationException(settings.group(), refused);
        }
    }

    private static <T> T known(Map<TopicPartition, T> map, TopicPartition partition) {
        T value = map.get(partition);
        if (value == null) {
            throw new IllegalStateException(
                    "Cannot find the position of " + partition + ": it is not read by this stream");
        }
        return value;
    }
}
