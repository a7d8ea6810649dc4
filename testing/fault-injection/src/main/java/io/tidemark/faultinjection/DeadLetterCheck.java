package io.tidemark.faultinjection;

import io.tidemark.deadletter.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the dead-letter records with the reference implementation. A dead-letter record may exist more than once,
 * and for a record that was deleted later. None may be missing, and none may exist for a valid record.
 *
 * @param sent the number of dead-letter records for each record
 * @param rejected the records that the reference implementation rejects
 * @param deleted what it would reject of what retention deleted
 */
record DeadLetterCheck(Map<Rejection, Long> sent, Set<Rejection> rejected, Set<Rejection> deleted) {

    private static final Comparator<Rejection> ORDER = Comparator.<Rejection>comparingInt(
                    rejection -> rejection.partition().partition())
            .thenComparingLong(Rejection::offset);

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        rejected.stream()
                .filter(rejection -> !sent.containsKey(rejection))
                .sorted(ORDER)
                .forEach(rejection -> problems.add("rejected without a dead-letter record: " + rejection));
        sent.keySet().stream()
                .filter(letter -> !rejected.contains(letter) && !deleted.contains(letter))
                .sorted(ORDER)
                .forEach(letter -> problems.add("a dead-letter record of a valid record: " + letter));
        return problems;
    }

    /** The number of repeated dead-letter records. */
    long repetitions() {
        return sent.values().stream().mapToLong(times -> times - 1).sum();
    }
}
