package io.tidemark.deadletter;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The result of a replay. Dead-letter records are counted once for each origin.
 *
 * @param letters dead-letter records of the selected topics
 * @param repetitions duplicates of dead-letter records, which were skipped
 * @param replayedBefore records that an earlier replay has sent back
 * @param givenUp records with the maximum number of replays
 * @param notSelected records that were not selected
 * @param selectedByReason the remaining records, by reason: those to send back
 * @param sent how many of them were sent back
 * @since 0.1
 */
public record Replayed(
        long letters,
        long repetitions,
        long replayedBefore,
        long givenUp,
        long notSelected,
        SortedMap<String, Long> selectedByReason,
        long sent) {

    public Replayed {
        selectedByReason = Collections.unmodifiableSortedMap(new TreeMap<>(selectedByReason));
    }

    /** The number of selected records, of all reasons. */
    public long selected() {
        return selectedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts during a replay. */
    static final class Counter {

        long letters;
        long repetitions;
        long replayedBefore;
        long givenUp;
        long notSelected;
        long sent;
        long selected;
        final Map<String, Long> selectedByReason = new TreeMap<>();

        Replayed result() {
            return new Replayed(
                    letters, repetitions, replayedBefore, givenUp, notSelected, new TreeMap<>(selectedByReason), sent);
        }
    }
}
