package io.tidemark.deadletter;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rejected records of one partition. Not thread-safe. */
final class RejectedOffsets implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String OTHER = "other";
    private static final int MOST_REASONS = 32;
    private static final int MOST_EXAMPLES = 5;
    private static final int MOST_CHARACTERS = 200;

    private final TreeMap<String, OffsetSet> byReason = new TreeMap<>();
    /** For the log: the first offsets with the reason and the failure, so that a merge keeps the same ones. */
    private final TreeMap<Long, String> examples = new TreeMap<>();

    void add(long offset, String reason, String detail) {
        if (!contains(offset)) {
            of(reason).add(offset);
            example(offset, shortened(detail.equals(reason) ? reason : reason + ", " + detail));
        }
    }

    void merge(RejectedOffsets other) {
        other.byReason.forEach((reason, offsets) -> of(reason).addAll(offsets));
        other.examples.forEach(this::example);
    }

    boolean contains(long offset) {
        return byReason.values().stream().anyMatch(offsets -> offsets.contains(offset));
    }

    boolean isEmpty() {
        return byReason.isEmpty();
    }

    /** A record that two functions have rejected counts once. */
    SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        OffsetSet seen = new OffsetSet();
        byReason.forEach((reason, offsets) -> {
            long before = seen.size();
            seen.addAll(offsets);
            if (seen.size() > before) {
                counts.put(reason, seen.size() - before);
            }
        });
        return counts;
    }

    SortedMap<Long, String> examples() {
        return examples;
    }

    /** The offsets from (inclusive) until (exclusive), as a copy. */
    RejectedOffsets within(long from, long until) {
        RejectedOffsets cut = new RejectedOffsets();
        byReason.forEach((reason, offsets) -> {
            OffsetSet part = offsets.within(from, until);
            if (part.size() > 0) {
                cut.byReason.put(reason, part);
            }
        });
        cut.examples.putAll(examples.subMap(from, Math.max(from, until)));
        return cut;
    }

    private OffsetSet of(String reason) {
        String name = byReason.containsKey(reason) || byReason.size() < MOST_REASONS ? reason : OTHER;
        return byReason.computeIfAbsent(name, added -> new OffsetSet());
    }

    private void example(long offset, String text) {
        examples.putIfAbsent(offset, text);
        if (examples.size() > MOST_EXAMPLES) {
            examples.pollLastEntry();
        }
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
