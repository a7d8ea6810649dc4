package io.tidemark.offset.zookeeper;

import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.zookeeper.internal.layout.Change;
import io.tidemark.offset.zookeeper.internal.layout.ClassicNode;
import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import io.tidemark.offset.zookeeper.internal.layout.Writers;
import io.tidemark.offset.zookeeper.internal.link.Link;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * A consistent state of a group.
 *
 * @param paths its paths
 * @param server the server's address, for messages
 * @param fence the version of the node that every write increments; empty if it does not exist yet
 * @param pending the write whose offsets may not all be in the classic nodes yet
 * @param writers the last writers
 * @param nodes the classic nodes that were read
 * @param topics the topics' identities that were read; topics without one are missing
 * @param covered whether a partition was read, whether it has a node or not
 */
record GroupState(
        GroupPaths paths,
        String server,
        OptionalInt fence,
        Pending pending,
        Writers writers,
        Map<TopicPartition, ClassicNode> nodes,
        Map<String, TopicIdentities> topics,
        Predicate<TopicPartition> covered) {

    /**
     * A write that governs each node until that node is changed.
     *
     * @param changes its changes; empty if there is no such write
     * @param written when it was written
     * @param writtenIn the transaction that has written it
     */
    record Pending(List<Change> changes, Instant written, long writtenIn) {

        static final Pending NONE = new Pending(List.of(), Instant.EPOCH, 0);
    }

    /**
     * The identities of one topic's partitions.
     *
     * @param byPartition the identities
     * @param version the version of the node that holds them
     */
    record TopicIdentities(Map<Integer, TopicIdentity> byPartition, int version) {}

    Optional<ClassicNode> node(TopicPartition partition) {
        return Optional.ofNullable(nodes.get(partition));
    }

    /** The known identities of a topic's partitions. */
    Map<Integer, TopicIdentity> identities(String topic) {
        TopicIdentities known = topics.get(topic);
        return known == null ? Map.of() : known.byPartition();
    }

    /** The entries that govern: the classic nodes, and the pending write for the nodes that it has not reached yet. */
    Map<TopicPartition, StoredOffset> stored() {
        Map<TopicPartition, StoredOffset> stored = new HashMap<>();
        Set<TopicPartition> due = new HashSet<>();
        Set<TopicPartition> carriedOver = new HashSet<>();
        for (Change change : pending.changes()) {
            if (!covered.test(change.partition())) {
                continue;
            }
            if (change.isDue(node(change.partition()))) {
                due.add(change.partition());
                change.next()
                        .ifPresent(next -> stored.put(
                                change.partition(),
                                new StoredOffset(
                                        next,
                                        identity(change.partition()),
                                        Optional.of(pending.written()),
                                        writers.of(change.partition(), pending.writtenIn()))));
            } else if (change.isCarriedOver(node(change.partition()))) {
                carriedOver.add(change.partition());
            }
        }
        nodes.forEach((partition, node) -> {
            if (!due.contains(partition)) {
                stored.put(
                        partition,
                        new StoredOffset(
                                node.offset(Link.at(paths.offset(partition), server)),
                                identity(partition),
                                Optional.of(node.modified()),
                                carriedOver.contains(partition)
                                        ? writers.of(partition, pending.writtenIn())
                                        : writers.of(partition, node.modifiedIn())));
            }
        });
        return stored;
    }

    private Optional<TopicIdentity> identity(TopicPartition partition) {
        return Optional.ofNullable(identities(partition.topic()).get(partition.partition()));
    }
}
