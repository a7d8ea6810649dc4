package io.tidemark.bench.race;

import java.util.Set;
import java.util.stream.Collectors;

/** A part of the report that not every candidate computes. */
enum Part {
    PERCENTILES("percentiles", "bucket:"),
    DIMENSIONS("dimensions", "by:"),
    FAILURE_CODES("failure codes", "failed:"),
    /** Not in the report. */
    DEAD_LETTERS("dead-letter records", "letters:");

    private final String title;
    private final String prefix;

    Part(String title, String prefix) {
        this.title = title;
        this.prefix = prefix;
    }

    /** Whether a total belongs to one of these parts. */
    static boolean isIn(Set<Part> parts, String total) {
        return parts.stream().anyMatch(part -> total.startsWith(part.prefix));
    }

    /** The text of a table. */
    static String text(Set<Part> parts) {
        return parts.isEmpty()
                ? "nothing"
                : parts.stream().sorted().map(part -> part.title).collect(Collectors.joining(", "));
    }
}
