package io.tidemark.faultinjection;

/** The checkpoint directory with which an attempt starts. Only Structured Streaming has one. */
enum CheckpointState {
    /** As the attempt before has left it. */
    KEPT(""),
    /** Empty: it is lost, or another query starts, or the group was moved from Spark Streaming. */
    EMPTY("an empty checkpoint directory"),
    /** Restored from an earlier attempt, so that it disagrees with the store: the job must not start with it. */
    OUTDATED("the checkpoint directory of an earlier attempt, then an empty one");

    private final String words;

    CheckpointState(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
