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
 * Carries a group's offsets and loss receipts from one store to another, while no job of the group runs on either. What
 * is copied is read back and compared, and the store that it came from is read again: had a job still been running
 * there, it would show. Nothing is changed in the store that is copied from.
 *
 * <p>Running it again is safe, also after an unknown outcome: what is there already is left.
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
     * Copies into a store that holds nothing else of these topics.
     *
     * @param from where the offsets are
     * @param to where they are to be
     * @param group the group
     * @param topics the topics
     * @return what was copied
     * @throws OffsetStoreException if there is nothing to copy, or the other store holds something else (nothing was
     *     written then), or the comparison fails because a job is still running
     */
    public static Report copy(OffsetStore from, OffsetStore to, GroupId group, Set<String> topics) {
        return new OffsetCopy(from, to, group, topics).run(OffsetCopy::refuseOthers);
    }

    /**
     * Copies into a store that may hold an older state of these topics, as one does that the group was moved away from
     * earlier: what differs there is moved, and what there is too much is removed, on condition that it is still as it
     * was read.
     *
     * @param from where the offsets are
     * @param to where they are to be
     * @param group the group
     * @param topics the topics
     * @return what was copied
     * @throws OffsetConflictException if somebody changes the other store at the same time
     * @throws OffsetStoreException if there is nothing to copy, or the comparison fails because a job is still running
     */
    public static Report copyOver(OffsetStore from, OffsetStore to, GroupId group, Set<String> topics) {
        return new OffsetCopy(from, to, group, topics).run((copy, others) -> {});
    }

    /** What becomes of entries in the other store that are not what is copied. */
    private interface OthersPolicy {
        void decide(OffsetCopy copy, Map<TopicPartition, StoredOffset> others);
    }

    private Report run(OthersPolicy policy) {
        Map<TopicPartition, StoredOffset> source = from.load(group, topics);
        if (source.isEmpty()) {
            throw new OffsetStoreException(
                    "Cannot copy the offsets of group " + group + ", topics " + new TreeSet<>(topics) + ", from " + from
                            + ": nothing is stored of them there; check the group and the topics");
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

    /** For tools that see the new store alone, until the stream starts on it. No position depends on it. */
    private void copyGovernor() {
        try {
            from.governor(group).ifPresent(governor -> to.recordGovernor(group, governor));
        } catch (OffsetStoreException e) {
            LOG.warn("Cannot record in {} what governs group {}; the group's next stream records it", to, group, e);
        }
    }

    private void refuseOthers(Map<TopicPartition, StoredOffset> others) {
        if (!others.isEmpty()) {
            throw new OffsetStoreException(
                    "Cannot copy the offsets of group " + group + " from " + from + " to " + to
                            + ": there is something else already: " + shown(others)
                            + ". Nothing was written. If that is an older state, copy over it; if a job uses it, stop that first");
        }
    }

    /** Moves what differs, and stores the receipts with it. */
    private int move(Map<TopicPartition, StoredOffset> source, Map<TopicPartition, StoredOffset> others) {
        Map<TopicPartition, Move> moves = new HashMap<>();
        others.forEach((partition, there) ->
                moves.put(partition, new Move(there, Optional.ofNullable(source.get(partition)))));
        List<LossReceipt> receipts = new ArrayList<>(from.lossReceipts(group));
        receipts.removeAll(to.lossReceipts(group));
        if (moves.isEmpty() && !receipts.isEmpty()) {
            // receipts come with moves: one that stays where it is
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
                    + " were copied; a job is running on the new store already. Stop it and look at both");
        }
        Map<TopicPartition, StoredOffset> still = from.load(group, topics);
        if (!numbers(still).equals(numbers(source))) {
            throw new OffsetStoreException("Cannot confirm the copy of the offsets of group " + group + " from " + from
                    + " to " + to + ": a job is still running on the old store, which stood at " + shown(source)
                    + " and now stands at " + shown(still) + ". Stop it and copy over what was copied");
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

    /** A store may have no room for identities; one that it has must be the right one. */
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
     * @param offsets the entries as the new store holds them
     * @param withoutIdentity how many of them had a topic's identity for which the new store has no room: a topic that
     *     is created again is not recognised there
     * @param receipts how many loss receipts the new store did not have
     */
    public record Report(Map<TopicPartition, StoredOffset> offsets, int withoutIdentity, int receipts) {

        public Report {
            offsets = Map.copyOf(offsets);
        }
    }
}
