package io.tidemark.stream.keeping;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.stream.internal.cluster.Cluster;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A cluster in memory: topics with ids, partitions with bounds, and a record at every offset. */
final class ModelCluster implements Cluster {

    private final Map<String, TopicIdentity> topics = new TreeMap<>();
    private final Map<TopicPartition, Log> logs = new LinkedHashMap<>();
    private final List<Log> everyLog = new ArrayList<>();
    private String clusterId = "cluster-0";
    private long ids;

    /** A partition of one topic id, with all that it has ever held. */
    static final class Log {
        final TopicIdentity identity;
        final TopicPartition partition;
        long start;
        long end;
        long longest;
        boolean truncated;
        /** Its leaders' first offsets, by their epochs; without any the cluster does not tell epochs. */
        final NavigableMap<Integer, Long> leaders = new TreeMap<>();

        private Log(TopicIdentity identity, TopicPartition partition) {
            this.identity = identity;
            this.partition = partition;
        }

        void append(int records) {
            end += records;
            longest = Math.max(longest, end);
        }

        void deleteBefore(long offset) {
            start = Math.max(start, Math.min(offset, end));
        }

        /** Somebody else leads from here on; the first one does, at the beginning. */
        void newLeader() {
            leaders.put(leaders.size(), end);
        }

        /** What an unclean change of leaders does. */
        void truncate(long newEnd) {
            end = Math.max(start, Math.min(end, newEnd));
            truncated = true;
        }

        @Override
        public String toString() {
            return partition + " of " + identity.topicId() + " [" + start + ", " + end + ")";
        }
    }

    void createTopic(String topic, int partitions) {
        topics.put(topic, new TopicIdentity(clusterId, new Uuid(0, ++ids)));
        addPartitions(topic, partitions);
    }

    void addPartitions(String topic, int total) {
        TopicIdentity identity = requireTopic(topic);
        for (int partition = 0; partition < total; partition++) {
            TopicPartition key = new TopicPartition(topic, partition);
            if (!logs.containsKey(key)) {
                Log log = new Log(identity, key);
                logs.put(key, log);
                everyLog.add(log);
            }
        }
    }

    void deleteTopic(String topic) {
        topics.remove(topic);
        logs.keySet().removeIf(partition -> partition.topic().equals(topic));
    }

    /** All topics now live elsewhere, under other ids. */
    void moveToAnotherCluster() {
        clusterId = "cluster-" + ++ids;
        Map<String, Integer> sizes = new TreeMap<>();
        logs.keySet().forEach(partition -> sizes.merge(partition.topic(), 1, Integer::sum));
        sizes.forEach((topic, partitions) -> {
            deleteTopic(topic);
            createTopic(topic, partitions);
        });
    }

    boolean hasTopic(String topic) {
        return topics.containsKey(topic);
    }

    List<Log> logsOf(String topic) {
        return logs.values().stream()
                .filter(log -> log.partition.topic().equals(topic))
                .toList();
    }

    List<Log> liveLogs() {
        return List.copyOf(logs.values());
    }

    List<Log> everyLog() {
        return everyLog;
    }

    Optional<Log> log(TopicPartition partition) {
        return Optional.ofNullable(logs.get(partition));
    }

    @Override
    public Set<String> topicsMatching(Pattern pattern) {
        Set<String> matching = new TreeSet<>(topics.keySet());
        matching.removeIf(topic -> !pattern.matcher(topic).matches());
        return matching;
    }

    @Override
    public Map<TopicPartition, PartitionLog> logs(Collection<String> names) {
        Map<TopicPartition, PartitionLog> found = new HashMap<>();
        identities(names)
                .forEach((partition, identity) -> found.put(partition, new PartitionLog(identity, bounds(partition))));
        return found;
    }

    @Override
    public Map<TopicPartition, TopicIdentity> identities(Collection<String> names) {
        Set<String> wanted = new HashSet<>(names);
        Map<TopicPartition, TopicIdentity> found = new HashMap<>();
        logs.forEach((partition, log) -> {
            if (wanted.contains(partition.topic())) {
                found.put(partition, log.identity);
            }
        });
        return found;
    }

    @Override
    public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
        Map<TopicPartition, LogBounds> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, bounds(partition)));
        return found;
    }

    @Override
    public Map<TopicPartition, Long> offsetsAt(Instant timestamp, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, bounds(partition).end()));
        return found;
    }

    @Override
    public Map<TopicPartition, Long> leaderEpochEnds(Map<TopicPartition, LeaderEpochs.Change> changes) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        changes.forEach((partition, change) -> log(partition)
                .map(log -> log.leaders.tailMap(change.from(), false).values())
                .ifPresent(later -> ends.put(partition, Collections.min(later))));
        return ends;
    }

    @Override
    public List<String> members(GroupId group) {
        return List.of();
    }

    private LogBounds bounds(TopicPartition partition) {
        Log log = logs.get(partition);
        if (log == null) {
            throw new OffsetStoreException("Cannot list the offsets of " + partition + ": the model has no such log");
        }
        OptionalInt leader = log.leaders.isEmpty() ? OptionalInt.empty() : OptionalInt.of(log.leaders.lastKey());
        return new LogBounds(log.start, log.end, leader);
    }

    private TopicIdentity requireTopic(String topic) {
        TopicIdentity identity = topics.get(topic);
        if (identity == null) {
            throw new IllegalStateException("the model has no topic " + topic);
        }
        return identity;
    }
}
