package io.tidemark.cli.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.cli.output.Table;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The changes of a command, partition by partition: shown by a dry run, applied by {@code --execute}.
 *
 * @param group the group
 * @param steps the changes; may be empty
 */
public record Plan(GroupId group, List<Step> steps) {

    public Plan {
        steps = steps.stream()
                .sorted((one, other) -> PartitionOrder.BY_NAME.compare(one.partition(), other.partition()))
                .toList();
    }

    /**
     * One partition's change.
     *
     * @param partition the partition
     * @param before the stored entry; empty if there is none
     * @param after the new entry; empty to remove it
     * @param note a note for the operator; may be empty
     * @param receipt the loss receipt of the change
     */
    public record Step(
            TopicPartition partition,
            Optional<StoredOffset> before,
            Optional<StoredOffset> after,
            String note,
            Optional<LossReceipt> receipt) {

        private boolean changesAnything() {
            return !before.map(Step::meaning).equals(after.map(Step::meaning));
        }

        /** The parts of an entry except its time and writer. */
        private static StoredOffset meaning(StoredOffset stored) {
            return new StoredOffset(stored.offset(), stored.identity(), Optional.empty());
        }
    }

    /** A plan of moves that leave no receipts. */
    public static Plan of(GroupId group, Map<TopicPartition, Move> moves) {
        List<Step> steps = new ArrayList<>();
        moves.forEach((partition, move) ->
                steps.add(new Step(partition, Optional.of(move.expected()), move.next(), "", Optional.empty())));
        return new Plan(group, steps);
    }

    boolean isEmpty() {
        return steps.stream().noneMatch(Step::changesAnything);
    }

    List<LossReceipt> receipts() {
        List<LossReceipt> receipts = new ArrayList<>();
        steps.forEach(step -> step.receipt().ifPresent(receipts::add));
        return receipts;
    }

    /** Writes all changes, on condition that everything is still as it was when the plan was made. */
    void applyTo(OffsetStore store) {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        Map<TopicPartition, Move> moves = new HashMap<>();
        steps.stream().filter(Step::changesAnything).forEach(step -> step.before()
                .ifPresentOrElse(
                        before -> moves.put(step.partition(), new Move(before, step.after())),
                        () -> step.after().ifPresent(after -> first.put(step.partition(), after))));
        if (!first.isEmpty()) {
            initialize(store, first);
        }
        if (!moves.isEmpty()) {
            reposition(store, moves, first);
        }
    }

    private void reposition(
            OffsetStore store, Map<TopicPartition, Move> moves, Map<TopicPartition, StoredOffset> first) {
        try {
            store.reposition(new OffsetReposition(group, moves, receipts()));
        } catch (CommitOutcomeUnknownException unknown) {
            throw unknown;
        } catch (OffsetStoreException refused) {
            if (first.isEmpty()) {
                throw refused;
            }
            throw CommandException.partly(
                    "Cannot finish: the first offsets of "
                            + PartitionOrder.sorted(first).keySet()
                            + " were stored, and may stay so; the moves of " + moves.size()
                            + " other partitions were not made: " + refused.getMessage(),
                    refused);
        }
    }

    private void initialize(OffsetStore store, Map<TopicPartition, StoredOffset> first) {
        Map<TopicPartition, StoredOffset> governing = store.initialize(group, first);
        first.forEach((partition, wanted) -> {
            StoredOffset found = governing.get(partition);
            if (found != null && found.offset() != wanted.offset()) {
                throw CommandException.refused("Cannot store a first offset of " + partition
                        + ": another writer has stored "
                        + found.offset() + " meanwhile, which was kept. A driver is running: stop it, and give the"
                        + " command again");
            }
        });
    }

    Table table() {
        Table table =
                new Table("GROUP", "TOPIC", "PARTITION", "CURRENT-OFFSET", "NEW-OFFSET", "CHANGE", "LOST", "NOTE");
        for (Step step : steps) {
            table.row(
                    group,
                    step.partition().topic(),
                    step.partition().partition(),
                    step.before().map(StoredOffset::offset),
                    step.after().map(StoredOffset::offset),
                    step.before()
                            .flatMap(before -> step.after().map(after -> after.offset() - before.offset()))
                            .map(change -> change > 0 ? "+" + change : change.toString()),
                    step.receipt().map(LossReceipt::describeCount),
                    step.note());
        }
        return table;
    }

    /** Adds the plan to an object. */
    void describeIn(ObjectNode object) {
        ArrayNode changes = object.putArray("changes");
        for (Step step : steps) {
            ObjectNode change = Json.of(step.partition());
            change.put("from", step.before().map(StoredOffset::offset).orElse(null));
            change.put("to", step.after().map(StoredOffset::offset).orElse(null));
            changes.add(change.put("note", step.note()));
        }
        ArrayNode receipts = object.putArray("receipts");
        receipts().forEach(receipt -> receipts.add(Json.of(receipt)));
    }
}
