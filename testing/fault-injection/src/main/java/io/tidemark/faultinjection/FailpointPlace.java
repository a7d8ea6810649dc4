package io.tidemark.faultinjection;

/** The places at which the test can stop a batch. */
enum FailpointPlace {
    IN_TASK("in a task, at record"),
    BEFORE_WRITE("before the sink's write, at batch"),
    AFTER_WRITE("after the sink's write, at batch"),
    BEFORE_COMMIT("before the store's commit, at batch"),
    AFTER_COMMIT("after the store's commit, at batch"),
    /** The store has moved over deleted records and holds the receipt; the sink's ledger has not moved yet. */
    AFTER_MOVE("between the receipts and the sink's move over the deleted records, at move");

    private final String words;

    FailpointPlace(String words) {
        this.words = words;
    }

    /** A description that ends before the number of the pass. */
    @Override
    public String toString() {
        return words;
    }
}
