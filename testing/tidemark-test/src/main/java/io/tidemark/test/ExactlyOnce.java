package io.tidemark.test;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Checks that a job has lost and repeated nothing.
 *
 * @since 0.1
 */
public final class ExactlyOnce {

    private static final int SHOWN = 10;

    private ExactlyOnce() {}

    /**
     * Fails if a value was not counted as often as it was produced.
     *
     * @param produced all values that were produced; one that is there twice must be counted twice
     * @param counts how often the output of the job holds each value; a value that is missing counts 0
     * @throws AssertionError if they differ; the message lists lost, repeated and unknown values
     */
    public static <T> void assertExactlyOnce(
            Collection<? extends T> produced, Map<? extends T, ? extends Number> counts) {
        Map<T, Long> wanted = new HashMap<>();
        produced.forEach(value -> wanted.merge(value, 1L, Math::addExact));
        List<String> lost = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        wanted.forEach((value, times) -> {
            Number found = counts.get(value);
            long count = found == null ? 0 : found.longValue();
            if (count < times) {
                lost.add(described(value, count, times));
            } else if (count > times) {
                repeated.add(described(value, count, times));
            }
        });
        List<String> unknown = counts.entrySet().stream()
                .filter(entry -> entry.getValue().longValue() != 0 && !wanted.containsKey(entry.getKey()))
                .map(entry -> described(entry.getKey(), entry.getValue().longValue(), 0))
                .toList();
        if (!lost.isEmpty() || !repeated.isEmpty() || !unknown.isEmpty()) {
            throw new AssertionError("The job did not count every value exactly once: of " + produced.size()
                    + " values, " + listed("lost", lost) + ", " + listed("repeated", repeated) + ", "
                    + listed("never produced", unknown)
                    + ". Values are lost if offsets are stored before the output, and repeated if the output is"
                    + " written before the offsets; check that the job changes both in one atomic step");
        }
    }

    private static String described(Object value, long count, long times) {
        return value + " (" + count + " instead of " + times + ")";
    }

    private static String listed(String what, List<String> values) {
        if (values.isEmpty()) {
            return "0 " + what;
        }
        String shown = values.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "));
        return values.size() + " " + what + ": " + shown + (values.size() > SHOWN ? ", ..." : "");
    }
}
