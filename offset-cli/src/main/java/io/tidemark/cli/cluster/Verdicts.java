package io.tidemark.cli.cluster;

import io.tidemark.cli.output.CommandException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.PartitionLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * A group's partitions: stored ones and those that the cluster has.
 *
 * @param entries the stored entries
 * @param logs the logs in the cluster
 * @param byPartition the verdict on each partition
 */
public record Verdicts(
        Map<TopicPartition, StoredOffset> entries,
        Map<TopicPartition, PartitionLog> logs,
        Map<TopicPartition, OffsetVerification> byPartition) {

    public Verdicts {
        entries = Map.copyOf(entries);
        logs = Map.copyOf(logs);
        byPartition = Map.copyOf(byPartition);
    }

    public static Verdicts find(OffsetStore store, Cluster cluster, GroupId group, Selection selection) {
        // the store is read first: then a job that runs meanwhile cannot make an offset appear to be ahead of its log
        Map<TopicPartition, StoredOffset> entries = store.load(group, selection.topics());
        Set<String> asked = selection.topics();
        Map<TopicPartition, PartitionLog> logs = cluster.logs().logs(asked);
        Verdicts verdicts = of(selection.of(entries), selection.of(logs));
        verdicts.requireKnown(selection);
        return verdicts;
    }

    private void requireKnown(Selection selection) {
        Set<String> unknown = new TreeSet<>();
        selection.named().stream()
                .filter(partition -> !byPartition.containsKey(partition))
                .forEach(partition -> unknown.add(partition.toString()));
        if (!unknown.isEmpty()) {
            throw CommandException.usage("Cannot find " + String.join(", ", unknown)
                    + ": neither the store has an entry of it nor the cluster the partition; check --topic");
        }
    }

    public static Verdicts of(Map<TopicPartition, StoredOffset> entries, Map<TopicPartition, PartitionLog> logs) {
        Set<TopicPartition> all = new HashSet<>(entries.keySet());
        all.addAll(logs.keySet());
        Map<TopicPartition, OffsetVerification> verdicts = new HashMap<>();
        for (TopicPartition partition : all) {
            verdicts.put(
                    partition,
                    OffsetVerification.verify(
                            Optional.ofNullable(entries.get(partition)), Optional.ofNullable(logs.get(partition))));
        }
        return new Verdicts(entries, logs, verdicts);
    }

    /**
     * The same without topics that have no stored entries: among all topics of a cluster, they belong to other jobs.
     */
    public Verdicts ofStoredTopics() {
        Set<String> topics = new HashSet<>();
        entries.keySet().forEach(partition -> topics.add(partition.topic()));
        Map<TopicPartition, PartitionLog> theirs = new HashMap<>(logs);
        theirs.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        return of(entries, theirs);
    }

    public Optional<StoredOffset> stored(TopicPartition partition) {
        return Optional.ofNullable(entries.get(partition));
    }

    public OffsetVerification of(TopicPartition partition) {
        OffsetVerification verdict = byPartition.get(partition);
        if (verdict == null) {
            throw new IllegalArgumentException("Cannot tell of " + partition + ": it was not asked for");
        }
        return verdict;
    }
}
