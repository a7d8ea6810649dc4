package io.tidemark.bench.costs;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;

/**
 * A store, and how the textbooks write the same there.
 *
 * @param title what the table calls it
 * @param obvious the textbook's way
 */
record StoreSubject(String title, OffsetStore store, ObviousWay obvious) {

    /** Writes the offsets of a commit where the store keeps them, without any condition. */
    interface ObviousWay {

        /** What the table calls it. */
        String title();

        /** Writes them. */
        void write(OffsetCommit commit) throws Exception;
    }
}
