package io.tidemark.metrics.redis;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one batch adds to one hash. Not safe for use by several threads. */
final class HashDelta {

    private final String key;
    private final Kind kind;
    private final String expiry;
    private final Map<String, Cell> cells = new LinkedHashMap<>();

    /**
     * @param kind how the fields' values merge; not {@link Kind#HISTOGRAM}, whose hashes hold sums
     * @param expiry in seconds since the epoch; empty for never
     */
    HashDelta(String key, Kind kind, String expiry) {
        this.key = key;
        this.kind = kind;
        this.expiry = expiry;
    }

    /**
     * Merges a value into a field.
     *
     * @param position where in the batch the value stands; the highest holds where the last value counts
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    void merge(String field, long value, int position) {
        Cell cell = cells.computeIfAbsent(field, absent -> new Cell());
        if (cell.position < 0) {
            cell.value = value;
        } else {
            cell.value = switch (kind) {
                case SUM, HISTOGRAM -> Math.addExact(cell.value, value);
                case MAX -> Math.max(cell.value, value);
                case MIN -> Math.min(cell.value, value);
                case LAST -> value;
            };
        }
        cell.position = position;
    }

    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    String expiry() {
        return expiry;
    }

    int size() {
        return cells.size();
    }

    Iterable<String> fields() {
        return cells.keySet();
    }

    /** The values as the script takes them, in the order of the fields. */
    Iterable<String> values() {
        return () -> cells.values().stream()
                .map(cell -> kind == Kind.LAST ? cell.value + " " + cell.position : Long.toString(cell.value))
                .iterator();
    }

    private static final class Cell {
        private long value;
        private int position = -1;
    }
}
