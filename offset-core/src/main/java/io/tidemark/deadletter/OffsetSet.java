package io.tidemark.deadletter;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** A set of offsets, with 64 neighbours in one word. Not thread-safe. */
final class OffsetSet implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int BITS = 6;

    private final TreeMap<Long, Long> words = new TreeMap<>();

    void add(long offset) {
        words.merge(offset >> BITS, 1L << offset, (known, added) -> known | added);
    }

    void addAll(OffsetSet other) {
        other.words.forEach((block, word) -> words.merge(block, word, (known, added) -> known | added));
    }

    boolean contains(long offset) {
        return (words.getOrDefault(offset >> BITS, 0L) & (1L << offset)) != 0;
    }

    long size() {
        return words.values().stream().mapToLong(Long::bitCount).sum();
    }

    /** The offsets from (inclusive) until (exclusive), as a copy. */
    OffsetSet within(long from, long until) {
        OffsetSet part = new OffsetSet();
        if (from >= until) {
            return part;
        }
        long first = from >> BITS;
        long last = (until - 1) >> BITS;
        for (Map.Entry<Long, Long> entry : words.subMap(first, true, last, true).entrySet()) {
            long word = entry.getValue();
            if (entry.getKey() == first) {
                word &= -1L << from;
            }
            if (entry.getKey() == last) {
                word &= -1L >>> -until;
            }
            if (word != 0) {
                part.words.put(entry.getKey(), word);
            }
        }
        return part;
    }
}
