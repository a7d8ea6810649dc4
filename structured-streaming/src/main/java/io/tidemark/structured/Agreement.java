package io.tidemark.structured;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Compares the last batch in a checkpoint with what is stored. Spark repeats that batch with the same bounds if it has
 * not finished it, and otherwise continues behind it. The stored position of each partition must therefore be at its
 * start or at its end, or where a policy has moved it from there, with a receipt.
 */
final class Agreement {

    /** Where a stored position is, in relation to the last batch of the checkpoint. */
    enum Place {
        /** The batch was not written, or not committed. */
        START,
        /** The batch was written and committed. */
        END,
        /** Retention has deleted the start of the batch, and a policy has moved the position behind it. */
        WITHIN,
        /** A policy has moved the position to another place of another log: nothing of the batch can be read. */
        MOVED
    }

    private final LastBatch batch;
    private final Map<TopicPartition, Place> places = new HashMap<>();
    private final Map<TopicPartition, String> disagreements =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));

    private Agreement(LastBatch batch) {
        this.batch = batch;
    }

    /**
     * Compares.
     *
     * @param stored the governing positions: those of the store, or of the sink's ledger
     * @param receipts the receipts of the group
     */
    static Agreement of(LastBatch batch, Map<TopicPartition, Long> stored, List<LossReceipt> receipts) {
        Agreement agreement = new Agreement(batch);
        batch.until().forEach((partition, until) -> {
            List<LossReceipt> own = receipts.stream()
                    .filter(receipt -> receipt.partition().equals(partition))
                    .toList();
            agreement.compare(partition, until, stored.get(partition), own);
        });
        return agreement;
    }

    private void compare(TopicPartition partition, long until, @Nullable Long stored, List<LossReceipt> receipts) {
        Long from = from(partition, stored);
        if (stored == null) {
            if (until == 0) {
                // a partition that was found without a record is not registered before it has one
                places.put(partition, Place.END);
            } else if (isGone(until, receipts) || (from != null && isGone(from, receipts))) {
                places.put(partition, Place.MOVED);
            } else if (!batch.from().containsKey(partition) && !batch.finished() && batch.id() > 0) {
                // found by this batch, and not yet registered in the store
                places.put(partition, Place.START);
            } else {
                disagreements.put(partition, "nothing is stored");
            }
        } else if (stored == until) {
            places.put(partition, Place.END);
        } else if (from != null && isExpired(from, stored, receipts, new HashSet<>())) {
            // the offsets of a checkpoint do not tell their topic: a policy may have come to the same number elsewhere
            boolean moved = stored > until || mayBeMovedTo(stored, receipts);
            places.put(partition, moved ? Place.MOVED : from.equals(stored) ? Place.START : Place.WITHIN);
        } else if (isExpired(until, stored, receipts, new HashSet<>())
                || isMoved(until, stored, receipts)
                || (from != null && isMoved(from, stored, receipts))) {
            places.put(partition, Place.MOVED);
        } else {
            disagreements.put(partition, Long.toString(stored));
        }
    }

    /** The first batch of a checkpoint starts where the store was; a partition that a later batch found, at 0. */
    private @Nullable Long from(TopicPartition partition, @Nullable Long stored) {
        Long from = batch.from().get(partition);
        if (from != null) {
            return from;
        }
        if (batch.id() > 0) {
            return 0L;
        }
        Long until = batch.until().get(partition);
        return stored != null && until != null && stored <= until ? stored : null;
    }

    private static boolean isGone(long from, List<LossReceipt> receipts) {
        return receipts.stream()
                .anyMatch(receipt -> receipt.reason() == LossReceipt.Reason.PARTITION_GONE && receipt.from() == from);
    }

    /** Whether expired offsets lead from one place to the other, also in several steps. */
    private static boolean isExpired(long from, long to, List<LossReceipt> receipts, Set<Long> seen) {
        if (from == to) {
            return true;
        }
        return seen.add(from)
                && receipts.stream()
                        .filter(receipt -> receipt.reason() == LossReceipt.Reason.EXPIRED && receipt.from() == from)
                        .anyMatch(receipt -> isExpired(receipt.until(), to, receipts, seen));
    }

    /** Whether a receipt says that a policy has moved a position to another log, or to the end of a shorter one. */
    private static boolean isMoved(long from, long to, List<LossReceipt> receipts) {
        return receipts.stream().anyMatch(receipt -> switch (receipt.reason()) {
            case AHEAD_OF_LOG ->
                receipt.until() == from
                        && (to == receipt.from()
                                || (receipt.policy() == OutOfRangePolicy.EARLIEST && to < receipt.from()));
            case TOPIC_RECREATED, OTHER_CLUSTER ->
                (receipt.from() == from && receipt.until() == from && to == 0)
                        || (receipt.from() == 0 && receipt.until() == to);
            case EXPIRED, PARTITION_GONE, SKIPPED -> false;
        });
    }

    /** Whether a policy may have moved a position of another log to this place. */
    private static boolean mayBeMovedTo(long to, List<LossReceipt> receipts) {
        return receipts.stream().anyMatch(receipt -> switch (receipt.reason()) {
            case AHEAD_OF_LOG ->
                leads(receipt.from(), to, receipts)
                        || (receipt.policy() == OutOfRangePolicy.EARLIEST && to <= receipt.from());
            case TOPIC_RECREATED, OTHER_CLUSTER ->
                leads(receipt.from() == receipt.until() ? 0 : receipt.until(), to, receipts);
            case PARTITION_GONE -> true;
            case EXPIRED, SKIPPED -> false;
        });
    }

    private static boolean leads(long from, long to, List<LossReceipt> receipts) {
        return isExpired(from, to, receipts, new HashSet<>());
    }

    /** Where each partition of the batch is; without those in disagreement. */
    Map<TopicPartition, Place> places() {
        return Map.copyOf(places);
    }

    /** The partitions of which the batch has something to read, and that are at a place. */
    Set<TopicPartition> at(Place place) {
        Set<TopicPartition> found = new HashSet<>();
        places.forEach((partition, at) -> {
            boolean empty = at != Place.WITHIN
                    && batch.from()
                            .getOrDefault(partition, -1L)
                            .equals(batch.until().get(partition));
            if (at == place && !empty) {
                found.add(partition);
            }
        });
        return found;
    }

    boolean holds() {
        return disagreements.isEmpty();
    }

    /** The partitions in disagreement, each with both places. */
    String disagreements() {
        return disagreements.entrySet().stream()
                        .limit(10)
                        .map(entry -> entry.getKey() + " ["
                                + batch.from().getOrDefault(entry.getKey(), 0L) + ", "
                                + batch.until().get(entry.getKey()) + ") and " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + (disagreements.size() > 10 ? ", ... (" + disagreements.size() + " partitions)" : "");
    }

    @Override
    public String toString() {
        return "batch " + batch.id() + ": " + new TreeSet<>(places.values()) + " " + disagreements;
    }
}
