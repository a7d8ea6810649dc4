package io.tidemark.it.faults;

/** When it happens. */
enum Moment {
    AT_START("at start"),
    IDLE("between batches"),
    BEFORE_COMMIT("before the commit is sent"),
    AFTER_APPLIED("after it was applied, before its answer");

    private final String words;

    Moment(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
