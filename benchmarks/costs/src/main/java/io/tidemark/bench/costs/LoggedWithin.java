package io.tidemark.bench.costs;

/** The time span in which the records of a batch were logged. It determines the number of minutes that have counts. */
enum LoggedWithin {
    /** As in a live batch. */
    AN_INTERVAL("the interval"),
    /** As in a backlog of days with few records. */
    A_DAY("a day");

    private final String title;

    LoggedWithin(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
