package io.tidemark.offset;

import io.tidemark.offset.OffsetConflictException.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A decision to continue elsewhere, made by a policy for an offset that cannot be resumed, or by an operator.
 *
 * @param group the group
 * @param moves the move of each partition; at least one
 * @param receipts the losses of the decision; may be empty, may name other partitions than the moves do
 * @since 0.1
 */
public record OffsetReposition(GroupId group, Map<TopicPartition, Move> moves, List<LossReceipt> receipts) {

    /** @throws IllegalArgumentException if there is no move, or a receipt belongs to another group */
    public OffsetReposition {
        Objects.requireNonNull(group, "group");
        moves = Map.copyOf(moves);
        receipts = List.copyOf(receipts);
        if (moves.isEmpty()) {
            throw new IllegalArgumentException("Cannot reposition group " + group + ": there is no move");
        }
        for (LossReceipt receipt : receipts) {
            if (!receipt.group().equals(group)) {
                throw new IllegalArgumentException(
                        "Cannot reposition group " + group + ": receipt of another group: " + receipt);
            }
        }
    }

    /**
     * Checks the moves' conditions, for stores that can read before they write. An entry that is stored without an
     * identity is compared only by its offset.
     *
     * @param stored what the store holds for the group, at least for the partitions that move
     * @param writer the writer of the moves
     * @throws OffsetConflictException if an offset or identity is not the expected one, naming every such partition
     */
    public void requireStored(Map<TopicPartition, StoredOffset> stored, WriterName writer) {
        List<Conflict> conflicts = new ArrayList<>();
        moves.forEach((partition, move) -> {
            StoredOffset found = stored.get(partition);
            if (found == null) {
                conflicts.add(new Conflict(partition, move.expected().offset(), Optional.empty()));
            } else if (!move.isFrom(found)) {
                conflicts.add(new Conflict(
                        partition,
                        move.expected().offset(),
                        Optional.of(found.offset()),
                        move.expected().identity(),
                        found.identity(),
                        found.writer()));
            }
        });
        if (!conflicts.isEmpty()) {
            throw new OffsetConflictException(group, writer, conflicts);
        }
    }

    /**
     * Checks the moves' conditions for {@link WriterName#ofThisProcess() this process}.
     *
     * @param stored what the store holds for the group, at least for the partitions that move
     * @throws OffsetConflictException if an offset or identity is not the expected one, naming every such partition
     */
    public void requireStored(Map<TopicPartition, StoredOffset> stored) {
        requireStored(stored, WriterName.ofThisProcess());
    }

    /**
     * One partition's move.
     *
     * @param expected the entry that the writer expects; {@link StoredOffset#storedAt()} and
     *     {@link StoredOffset#writer()} are not compared, the identity only if the store keeps it
     * @param next the new entry, with its identity; empty removes the entry (the partition no longer exists)
     */
    public record Move(StoredOffset expected, Optional<StoredOffset> next) {

        public Move {
            Objects.requireNonNull(expected, "expected");
            Objects.requireNonNull(next, "next");
        }

        private boolean isFrom(StoredOffset found) {
            return found.offset() == expected.offset()
                    && (found.identity().isEmpty() || found.identity().equals(expected.identity()));
        }

        /** A move to another offset. */
        public static Move to(StoredOffset expected, StoredOffset next) {
            return new Move(expected, Optional.of(next));
        }

        /** The removal of an entry. */
        public static Move removal(StoredOffset expected) {
            return new Move(expected, Optional.empty());
        }
    }
}
