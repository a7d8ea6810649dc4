package io.tidemark.faultinjection;

/** A fault of the servers of a running job. */
enum Fault {
    REDIS_KILLED("Redis is killed and restarted"),
    STORE_KILLED("the store's server is killed and restarted"),
    PARTITION_ADDED("a partition is added");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
