package io.tidemark.recharge.prove;

/** What happens to a running job's surroundings. */
enum Fault {
    REDIS_KILLED("Redis is killed and started again"),
    STORE_KILLED("the store's server is killed and started again"),
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
