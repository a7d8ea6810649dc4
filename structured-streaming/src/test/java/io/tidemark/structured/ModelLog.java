package io.tidemark.structured;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.stream.internal.cluster.Cluster;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A cluster in memory with one topic, whose partitions have a record at every offset. */
final class ModelLog implements Cluster {

    static final String TOPIC = "orders";

    /** A record: the topic that it was appended to, and its place. */
    record Id(long topic, int partition, long offset) {}

    private final Map<TopicPartition, long[]> bounds = new LinkedHashMap<>();
    /** The end of every partition of every topic that ever was. */
    private final Map<Long, Map<Integer, Long>> ends = new TreeMap<>();

    private long topic = 1;

    ModelLog(int partitions) {
        addPartitions(partitions);
    }

    void addPartitions(int total) {
        for (int partition = 0; partition < total; partition++) {
            bounds.putIfAbsent(new TopicPartition(TOPIC, partition), new long[] {0, 0});
            ends.computeIfAbsent(topic, id -> new TreeMap<>()).putIfAbsent(partition, 0L);
        }
    }

    int partitions() {
        return bounds.size();
    }

    void append(int partition, int records) {
        long[] log = log(new TopicPartition(TOPIC, partition));
        log[1] += records;
        ends.getOrDefault(topic, Map.of()).put(partition, log[1]);
    }

    /** Retention deletes records from the start. */
    void expire(int partition, int records) {
        long[] log = log(new TopicPartition(TOPIC, partition));
        log[0] = Math.min(log[1], log[0] + records);
    }

    void delete() {
        bounds.clear();
    }

    /** The topic is deleted and created again. */
    void recreate() {
        int partitions = bounds.size();
        bounds.clear();
        topic++;
        addPartitions(partitions);
    }

    long topic() {
        return topic;
    }

    long start(TopicPartition partition) {
        return log(partition)[0];
    }

    /** The end of each partition now. */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> found = new HashMap<>();
        bounds.forEach((partition, log) -> found.put(partition, log[1]));
        return found;
    }

    /** All that was ever appended: topic, partition, end. */
    Map<Long, Map<Integer, Long>> everything() {
        return ends;
    }

    private long[] log(TopicPartition partition) {
        long[] log = bounds.get(partition);
        if (log == null) {
            throw new OffsetStoreException("Cannot list the offsets of " + partition + ": the model has no such log");
        }
        return log;
    }

    private TopicIdentity identity() {
        return new TopicIdentity("cluster", new Uuid(0, topic));
    }

    @Override
    public Set<String> topicsMatching(Pattern pattern) {
        return Set.of(TOPIC);
    }

    @Override
    public Map<TopicPartition, PartitionLog> logs(Collection<String> topics) {
        Map<TopicPartition, PartitionLog> found = new HashMap<>();
        bounds.forEach(
                (partition, log) -> found.put(partition, new PartitionLog(identity(), new LogBounds(log[0], log[1]))));
        return found;
    }

    @Override
    public Map<TopicPartition, TopicIdentity> identities(Collection<String> topics) {
        Map<TopicPartition, TopicIdentity> found = new HashMap<>();
        bounds.keySet().forEach(partition -> found.put(partition, identity()));
        return found;
    }

    @Override
    public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
        Map<TopicPartition, LogBounds> found = new HashMap<>();
        partitions.forEach(partition -> found.put(partition, new LogBounds(log(partition)[0], log(partition)[1])));
        return found;
    }

    @Override
    public Map<TopicPartition, Long> offsetsAt(Instant timestamp, Collection<TopicPartition> partitions) {
        return ends();
    }

    @Override
    public List<String> members(GroupId group) {
        return List.of();
    }

    @Override
    public Map<TopicPartition, Long> leaderEpochEnds(Map<TopicPartition, LeaderEpochs.Change> changes) {
        return Map.of();
    }
}
