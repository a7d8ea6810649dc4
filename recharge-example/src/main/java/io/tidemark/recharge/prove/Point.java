package io.tidemark.recharge.prove;

/** The places on a batch's way at which the proof can stop a job. */
enum Point {
    IN_TASK("in a task, at record"),
    BEFORE_WRITE("before the sink's write, at batch"),
    AFTER_WRITE("after the sink's write, at batch"),
    BEFORE_COMMIT("before the store's commit, at batch"),
    AFTER_COMMIT("after the store's commit, at batch"),
    /** The store has moved over a gap and holds the receipt, the sink's ledger has not moved. */
    AFTER_MOVE("between the receipts and the sink's move over the gap, at move");

    private final String words;

    Point(String words) {
        this.words = words;
    }

    /** The place in words, to be followed by the number of the passage. */
    @Override
    public String toString() {
        return words;
    }
}
