package io.tidemark.offset.zookeeper;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.zookeeper.internal.layout.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The plans of each kind of write, for a state without a pending write; throws a conflict if the state does not meet
 * the write's condition.
 */
final class Plans {

    private Plans() {}

    static Plan commit(GroupState state, OffsetCommit commit, WriterName writer) {
        commit.requireStored(state.stored(), writer);
        List<Change> changes = new ArrayList<>();
        List<TopicPartition> unchanged = new ArrayList<>();
        for (PartitionRange range : commit.ranges()) {
            if (range.isEmpty()) {
                unchanged.add(range.partition());
            } else {
                changes.add(change(state, range.partition(), OptionalLong.of(range.until())));
            }
        }
        return new Plan(changes, unchanged, Map.of(), List.of());
    }

    static Plan initialize(GroupState state, Map<TopicPartition, StoredOffset> offsets) {
        Map<TopicPartition, StoredOffset> stored = state.stored();
        List<Change> changes = new ArrayList<>();
        Map<TopicPartition, Optional<TopicIdentity>> identities = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (!stored.containsKey(partition)) {
                changes.add(change(state, partition, OptionalLong.of(offset.offset())));
                identities.put(partition, offset.identity());
            }
        });
        return new Plan(changes, List.of(), changed(state, identities), List.of());
    }

    static Plan reposition(GroupState state, OffsetReposition reposition, WriterName writer) {
        reposition.requireStored(state.stored(), writer);
        List<Change> changes = new ArrayList<>();
        Map<TopicPartition, Optional<TopicIdentity>> identities = new HashMap<>();
        reposition.moves().forEach((partition, move) -> {
            changes.add(change(state, partition, offset(move)));
            identities.put(partition, move.next().flatMap(StoredOffset::identity));
        });
        return new Plan(changes, List.of(), changed(state, identities), reposition.receipts());
    }

    private static OptionalLong offset(Move move) {
        return move.next().map(next -> OptionalLong.of(next.offset())).orElseGet(OptionalLong::empty);
    }

    private static Change change(GroupState state, TopicPartition partition, OptionalLong next) {
        OptionalInt version = state.node(partition)
                .map(node -> OptionalInt.of(node.version()))
                .orElseGet(OptionalInt::empty);
        return new Change(partition, version, next);
    }

    /** The complete identities of those topics in which some of them change. */
    private static Map<String, Map<Integer, TopicIdentity>> changed(
            GroupState state, Map<TopicPartition, Optional<TopicIdentity>> next) {
        Map<String, Map<Integer, TopicIdentity>> changed = new HashMap<>();
        next.forEach((partition, identity) -> {
            Map<Integer, TopicIdentity> ofTopic =
                    changed.computeIfAbsent(partition.topic(), topic -> new HashMap<>(state.identities(topic)));
            identity.ifPresentOrElse(
                    known -> ofTopic.put(partition.partition(), known), () -> ofTopic.remove(partition.partition()));
        });
        changed.entrySet().removeIf(entry -> entry.getValue().equals(state.identities(entry.getKey())));
        return changed;
    }
}
