package io.tidemark.recharge.deadletter;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay found and did. Letters are counted once for each origin.
 *
 * @param letters letters of the source topic
 * @param repetitions letters that were sent once more, and left out
 * @param replayedBefore letters that an earlier replay has sent back
 * @param givenUp letters whose record has been replayed as often as it may
 * @param notSelected letters that were not asked for
 * @param selectedByReason the rest, by reason: those that are (to be) sent back
 * @param sent how many of them were sent back
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

    /** How many letters are (to be) sent back. */
    public long selected() {
        return selectedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts while letters are read. */
    static final class Counter {

        long letters;
        long repetitions;
        long replayedBefore;
        long givenUp;
        long notSelected;
        long sent;
        final Map<String, Long> selectedByReason = new TreeMap<>();

        Replayed result() {
            return new Replayed(
                    letters, repetitions, replayedBefore, givenUp, notSelected, new TreeMap<>(selectedByReason), sent);
        }
    }
}
