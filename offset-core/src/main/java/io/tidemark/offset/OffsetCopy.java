package io.tidemark.offset;

import io.tidemark.offset.OffsetReposition.Move;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a group's offsets and loss receipts from one store to another, while no job of the group runs on either. The
 * copy is read back and compared. The source store is read again, which detects a job that still runs on it. Nothing in
 * the source store is changed.
 *
 * <p>Running it again is safe, also after an unknown outcome: existing entries are kept.
 *
 * @since 0.1
 */
public final class OffsetCopy {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCopy.class);

    private static final int SHOWN = 10;
    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final OffsetStore from;
    private final OffsetStore to;
    private final GroupId group;
    private final Set<String> topics;

    private OffsetCopy(OffsetStore from, OffsetStore to, GroupId group, Set<String> topics) {
        this.from = from;
        this.to = to;
        this.group = group;
        this.topics = Set.copyOf(topics);
    }

    /**
     * Copies to a store that holds nothing else for these topics.
     *
     * @param from the source
     * @param to the target
     * @param group the group
     * @param topics the topics
     * @return what was copied
     * @throws OffsetStoreException if there is nothing to copy, or the target holds something else (nothing was written
     *     then), or the comparison fails because a job is still running
     */
    public static Report copy(OffsetStore from, OffsetStore to, GroupId group, Set<String> topics) {
        return new OffsetCopy(from, to, group, topics).run(OffsetCopy::refuseOthers);
    }

    /**
     * Copies to a store that may hold an older state of these topics, for example because the group was moved away from
     * it earlier. Different entries are moved, and superfluous ones are removed, on condition that they are still as
     * they were read.
     *
     * @param from the source
     * @param to the target
     * @param group the group
     * @param topics the topics
     * @return what was copied
     * @throws OffsetConflictException if the target changes at the same time
     * @throws OffsetStoreException if there is nothing to copy, or the comparison fails because a job is still running
     */
    public static Report copyOver(OffsetStore from, OffsetStore to, GroupId group, Set<String> topics) {
        return new OffsetCopy(from, to, group, topics).run((copy, others) -> {});
    }

    /** Handles entries of the target that differ from the copy. */
    private interface OthersPolicy {
        void decide(OffsetCopy copy, Map<TopicPartition, StoredOffset> others);
    }

    private Report run(OthersPolicy policy) {
        Map<TopicPartition, StoredOffset> source = from.load(group, topics);
        if (source.isEmpty()) {
            throw new OffsetStoreException(
                    "Cannot copy the offsets of group " + group + ", topics " + new TreeSet<>(topics) + ", from " + from
                            + ": it holds nothing for them; check the group and the topics");
        }
        Map<TopicPartition, StoredOffset> target = to.load(group, topics);
        Map<TopicPartition, StoredOffset> others = new HashMap<>(target);
        others.entrySet().removeIf(entry -> isCopied(source.get(entry.getKey()), entry.getValue()));
        policy.decide(this, others);

        Map<TopicPartition, StoredOffset> absent = new HashMap<>(source);
        absent.keySet().removeAll(target.keySet());
        if (!absent.isEmpty()) {
            to.initialize(group, absent);
        }
        int receipts = move(source, others);
        copyGovernor();
        return verified(source, receipts);
    }

    /** For tools that see only the target, until the stream starts on it. No position depends on it. */
    private void copyGovernor() {
        try {
            from.governor(group)
                    .map(governor -> governor.seenFrom(to))
                    .ifPresent(governor -> to.recordGovernor(group, governor));
        } catch (OffsetStoreException e) {
            LOG.warn("Cannot record in {} what governs group {}; the group's next stream records it", to, group, e);
        }
    }

    private void refuseOthers(Map<TopicPartition, StoredOffset> others) {
        if (!others.isEmpty()) {
            throw new OffsetStoreException(
                    "Cannot copy the offsets of group " + group + " from " + from + " to " + to
                            + ": it already holds something else: " + shown(others)
                            + ". Nothing was written. If that is an older state, copy over it; if a job uses it, stop that first");
        }
    }

    /** Moves the entries that differ, and stores the receipts with them. */
    private int move(Map<TopicPartition, StoredOffset> source, Map<TopicPartition, StoredOffset> others) {
        Map<TopicPartition, Move> moves = new HashMap<>();
        others.forEach((partition, there) ->
                moves.put(partition, new Move(there, Optional.ofNullable(source.get(partition)))));
        List<LossReceipt> receipts = new ArrayList<>(from.lossReceipts(group));
        receipts.removeAll(to.lossReceipts(group));
        if (moves.isEmpty() && !receipts.isEmpty()) {
            // receipts are stored with moves: here one to the same offset
            Map<TopicPartition, StoredOffset> governing = new TreeMap<>(BY_NAME);
            governing.putAll(to.load(group, topics));
            governing.entrySet().stream()
                    .findFirst()
                    .ifPresent(any -> moves.put(any.getKey(), Move.to(any.getValue(), any.getValue())));
        }
        if (!moves.isEmpty()) {
            to.reposition(new OffsetReposition(group, moves, receipts));
        }
        return receipts.size();
    }

    private Report verified(Map<TopicPartition, StoredOffset> source, int receipts) {
        Map<TopicPartition, StoredOffset> copied = to.load(group, topics);
        Map<TopicPartition, StoredOffset> wrong = new HashMap<>(copied);
        wrong.entrySet().removeIf(entry -> isCopied(source.get(entry.getKey()), entry.getValue()));
        if (!wrong.isEmpty() || !copied.keySet().equals(source.keySet())) {
            throw new OffsetStoreException("Cannot confirm the copy of the offsets of group " + group + " from " + from
                    + " to " + to + ": read back are " + shown(copied) + " where " + shown(source)
                    + " were copied; a job is already running on the new store. Stop it and check both");
        }
        Map<TopicPartition, StoredOffset> still = from.load(group, topics);
        if (!numbers(still).equals(numbers(source))) {
            throw new OffsetStoreException("Cannot confirm the copy of the offsets of group " + group + " from " + from
                    + " to " + to + ": a job is still running on the old store, which was at " + shown(source)
                    + " and is now at " + shown(still) + ". Stop it and copy again, over this copy");
        }
        int withoutIdentity = 0;
        for (Map.Entry<TopicPartition, StoredOffset> entry : copied.entrySet()) {
            StoredOffset original = source.get(entry.getKey());
            if (original != null
                    && original.identity().isPresent()
                    && entry.getValue().identity().isEmpty()) {
                withoutIdentity++;
            }
        }
        return new Report(copied, withoutIdentity, receipts);
    }

    /** A store may have no room for identities; if it has one, it must be the right one. */
    private static boolean isCopied(@Nullable StoredOffset source, StoredOffset there) {
        return source != null
                && source.offset() == there.offset()
                && (there.identity().isEmpty() || Objects.equals(there.identity(), source.identity()));
    }

    private static Map<TopicPartition, Long> numbers(Map<TopicPartition, StoredOffset> entries) {
        Map<TopicPartition, Long> numbers = new HashMap<>();
        entries.forEach((partition, entry) -> numbers.put(partition, entry.offset()));
        return numbers;
    }

    private static String shown(Map<TopicPartition, StoredOffset> entries) {
        List<String> all = entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_NAME))
                .map(entry -> entry.getKey() + " at " + entry.getValue().offset())
                .toList();
        return String.join(", ", all.subList(0, Math.min(SHOWN, all.size())))
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more partitions" : "");
    }

    /**
     * What was copied.
     *
     * @param offsets the entries as the target holds them
     * @param withoutIdentity how many of them had a topic's identity for which the target has no room: a recreated
     *     topic is not recognized there
     * @param receipts how many loss receipts the target did not have
     */
    public record Report(Map<TopicPartition, StoredOffset> offsets, int withoutIdentity, int receipts) {

        public Report {
            offsets = Map.copyOf(offsets);
        }
    }
}
