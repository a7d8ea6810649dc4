package io.tidemark.structured;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Decides whether a query may start with an empty checkpoint, and what only its owner can decide then. */
final class FirstStart {

    private FirstStart() {}

    /**
     * Refuses a start with an empty checkpoint that would not do what its options or its operators need.
     *
     * @param governing the store, or the sink whose ledger governs
     * @param operators the stateful operators of the query
     * @return whether offsets are stored for the topics of the query
     * @throws OffsetStoreException with all problems in one message
     */
    static boolean check(SourceOptions options, OffsetStore governing, Supplier<Set<String>> operators) {
        GroupId group = options.keeping().group();
        Set<String> stored = new TreeSet<>();
        governing.load(group).keySet().stream()
                .filter(options::selects)
                .forEach(partition -> stored.add(partition.topic()));
        if (stored.isEmpty()) {
            return false;
        }
        List<String> problems = new ArrayList<>();
        if (!options.starting().isEmpty()) {
            problems.add(String.join(", ", options.starting().keySet()) + " is set, but " + governing
                    + " holds offsets of the group for " + String.join(", ", stored)
                    + ", which say where the query continues. Leave the option out to continue there, or move the"
                    + " stored offsets with bin/tidemark rewind");
        }
        Set<String> stateful = options.emptyState() == EmptyStatePolicy.FAIL ? operators.get() : Set.of();
        if (!stateful.isEmpty()) {
            problems.add(
                    "the query keeps state (" + String.join(", ", stateful) + "), and its checkpoint is empty, but "
                            + governing + " holds offsets of the group for " + String.join(", ", stored)
                            + ": it would continue behind records that its state lacks. Start it with its own"
                            + " checkpoint, or"
                            + " rewind the group with bin/tidemark to where the state has to begin and set "
                            + SourceOptions.EMPTY_STATE + " to continue; the same option accepts empty state as it is");
        }
        if (!problems.isEmpty()) {
            throw new OffsetStoreException(
                    "Cannot start the query of group " + group + ": " + String.join("; ", problems));
        }
        return true;
    }
}
