package io.tidemark.offset.zookeeper;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.zookeeper.GroupState.Pending;
import io.tidemark.offset.zookeeper.GroupState.TopicIdentities;
import io.tidemark.offset.zookeeper.internal.layout.ClassicNode;
import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import io.tidemark.offset.zookeeper.internal.layout.IdentityText;
import io.tidemark.offset.zookeeper.internal.layout.NodeName;
import io.tidemark.offset.zookeeper.internal.layout.PendingText;
import io.tidemark.offset.zookeeper.internal.layout.Writers;
import io.tidemark.offset.zookeeper.internal.layout.WritersText;
import io.tidemark.offset.zookeeper.internal.link.Link;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;

/** Collects the results of the requests of one read, and merges them into one state. */
final class GroupResults {

    /** The content of the fence node. */
    static final String FORMAT = "tidemark 1";

    private static final byte[] NO_DATA = {};
    private static final long NO_FENCE = -1;

    private final GroupPaths paths;
    private final String server;
    private final Map<String, OpResult> byPath = new HashMap<>();
    private final Set<Long> fences = new HashSet<>();

    /** @param server the server's address, for messages */
    GroupResults(GroupPaths paths, String server) {
        this.paths = paths;
        this.server = server;
    }

    void add(List<List<Op>> requests, List<List<OpResult>> results) {
        for (int request = 0; request < requests.size(); request++) {
            for (int index = 0; index < requests.get(request).size(); index++) {
                String path = requests.get(request).get(index).getPath();
                OpResult result = results.get(request).get(index);
                byPath.put(path, result);
                if (path.equals(paths.fence())) {
                    fences.add(
                            result instanceof OpResult.GetDataResult found
                                    ? found.getStat().getMzxid()
                                    : NO_FENCE);
                }
            }
        }
    }

    /** Whether no client has written between the first and the last request. */
    boolean areOfOneMoment() {
        return fences.size() == 1;
    }

    /**
     * The topics of the group that were found in the classic nodes or in a pending write. Names that {@link NodeName}
     * does not write are skipped: Kafka has no such topic.
     */
    Set<String> topics() {
        Set<String> topics = new HashSet<>();
        if (byPath.get(paths.offsets()) instanceof OpResult.GetChildrenResult found) {
            found.getChildren().forEach(child -> topic(child).ifPresent(topics::add));
        }
        pending().changes().forEach(change -> topics.add(change.partition().topic()));
        return topics;
    }

    private static Optional<String> topic(String name) {
        try {
            String topic = NodeName.text(name);
            return NodeName.of(topic).equals(name) ? Optional.of(topic) : Optional.empty();
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    /** The partitions of the topics that were found; names that are not a plain partition number are skipped. */
    Set<TopicPartition> listed(Collection<String> topics) {
        Set<TopicPartition> listed = new HashSet<>();
        for (String topic : topics) {
            if (byPath.get(paths.offsets(topic)) instanceof OpResult.GetChildrenResult found) {
                for (String child : found.getChildren()) {
                    partition(child).ifPresent(number -> listed.add(new TopicPartition(topic, number)));
                }
            }
        }
        return listed;
    }

    private static OptionalInt partition(String name) {
        try {
            int number = Integer.parseInt(name);
            return number >= 0 && name.equals(String.valueOf(number)) ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException another) {
            return OptionalInt.empty();
        }
    }

    GroupState state(Set<TopicPartition> partitions, Set<String> identityTopics, Predicate<TopicPartition> covered) {
        Map<TopicPartition, ClassicNode> nodes = new HashMap<>();
        for (TopicPartition partition : partitions) {
            node(paths.offset(partition))
                    .ifPresent(node -> nodes.put(partition, ClassicNode.of(data(node), node.getStat())));
        }
        Map<String, TopicIdentities> identities = new HashMap<>();
        for (String topic : identityTopics) {
            String path = paths.identities(topic);
            node(path)
                    .ifPresent(node -> identities.put(
                            topic,
                            new TopicIdentities(
                                    IdentityText.read(data(node), Link.at(path, server)),
                                    node.getStat().getVersion())));
        }
        return new GroupState(paths, server, fence(), pending(), writers(), nodes, identities, covered);
    }

    private OptionalInt fence() {
        Optional<OpResult.GetDataResult> fence = node(paths.fence());
        if (fence.isEmpty()) {
            return OptionalInt.empty();
        }
        String format = new String(data(fence.get()), StandardCharsets.UTF_8);
        if (!format.strip().equals(FORMAT)) {
            throw new OffsetStoreException(
                    "Cannot use the nodes below " + Link.at(paths.fence(), server) + ": they are of format '" + format
                            + "', but this version only supports '" + FORMAT + "'; use a later version of the store");
        }
        return OptionalInt.of(fence.get().getStat().getVersion());
    }

    private Pending pending() {
        return node(paths.pending())
                .map(node -> new Pending(
                        PendingText.read(data(node), Link.at(paths.pending(), server)),
                        Instant.ofEpochMilli(node.getStat().getMtime()),
                        node.getStat().getMzxid()))
                .orElse(Pending.NONE);
    }

    private Writers writers() {
        return node(paths.writers())
                .map(node -> new Writers(
                        WritersText.read(data(node), Link.at(paths.writers(), server)),
                        OptionalLong.of(node.getStat().getMzxid())))
                .orElse(Writers.NONE);
    }

    private Optional<OpResult.GetDataResult> node(String path) {
        return byPath.get(path) instanceof OpResult.GetDataResult found ? Optional.of(found) : Optional.empty();
    }

    private static byte[] data(OpResult.GetDataResult node) {
        byte[] data = node.getData();
        return data == null ? NO_DATA : data;
    }
}
