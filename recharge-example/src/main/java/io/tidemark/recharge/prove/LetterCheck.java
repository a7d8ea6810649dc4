package io.tidemark.recharge.prove;

import io.tidemark.recharge.deadletter.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The dead letters beside the reference implementation. A letter may be there more than once, and for a record that
 * retention has taken afterwards; none may be missing, and none may be of a record that is right.
 *
 * @param sent how many letters there are of each record
 * @param rejected what the reference implementation rejects
 * @param deleted what it would reject of what retention deleted
 */
record LetterCheck(Map<Rejection, Long> sent, Set<Rejection> rejected, Set<Rejection> deleted) {

    private static final Comparator<Rejection> ORDER = Comparator.<Rejection>comparingInt(
                    rejection -> rejection.partition().partition())
            .thenComparingLong(Rejection::offset);

    List<String> problems() {
        List<String> problems = new ArrayList<>();
        rejected.stream()
                .filter(rejection -> !sent.containsKey(rejection))
                .sorted(ORDER)
                .forEach(rejection -> problems.add("rejected without a letter: " + rejection));
        sent.keySet().stream()
                .filter(letter -> !rejected.contains(letter) && !deleted.contains(letter))
                .sorted(ORDER)
                .forEach(letter -> problems.add("a letter of what is not rejected: " + letter));
        return problems;
    }

    /** How many letters are there again. */
    long repetitions() {
        return sent.values().stream().mapToLong(times -> times - 1).sum();
    }
}
