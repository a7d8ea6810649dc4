package io.tidemark.it.faults;

/** What becomes of the job. Its totals are exact in the end, whichever it is. */
enum Outcome {
    /** It continues by itself, at the latest when the fault is repaired. */
    CONTINUES_EXACT("continues"),
    /** It stops within the limit, with a message that names the server and says what to do. */
    STOPS_SAYING("stops with a message");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
