package io.tidemark.faultinjection;

/**
 * Deletes unread records, as retention does.
 *
 * @param seed selects the partitions and the number of records
 */
record Retention(long seed) {

    @Override
    public String toString() {
        return "retention deletes unread records";
    }
}
