package io.tidemark.bench.costs;

/** Over how long the records of a batch were logged, which decides how many minutes it counts in. */
enum LoggedWithin {
    /** Those of a live batch. */
    AN_INTERVAL("the interval"),
    /** As where a stream catches up with days of few records. */
    A_DAY("a day");

    private final String title;

    LoggedWithin(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
