package io.tidemark.structured;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the offsets of a query are tied to its output; the value of the option {@code tidemark.output}. */
enum Guarantee {
    /** The store follows what the query has finished. */
    AT_LEAST_ONCE,
    /** Measurements and the sink's ledger move in one step; the store follows. */
    EXACTLY_ONCE_INTO_SINK,
    /** The job's work and the offsets are one transaction of the store. */
    EXACTLY_ONCE_WITH_STORE;

    /** The word in an option: {@code at-least-once}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String words() {
        return Arrays.stream(values()).map(Guarantee::word).collect(Collectors.joining(", "));
    }
}
