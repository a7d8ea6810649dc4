package io.tidemark.it.faults;

/** What becomes of the job. Its totals are exact in the end, whichever it is. */
enum Outcome {
    /** It goes on by itself, at the latest when the fault is mended. */
    CONTINUES_EXACT("goes on"),
    /** It stops within the limit, with a message that names the server and says what to do. */
    STOPS_SAYING("stops and says");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
