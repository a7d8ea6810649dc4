package io.tidemark.recharge.prove;

/**
 * Deletes records that nobody has read, as retention does.
 *
 * @param seed chooses the partitions, and how much of each
 */
record Retention(long seed) {

    @Override
    public String toString() {
        return "retention deletes unread records";
    }
}
