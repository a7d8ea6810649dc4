package io.tidemark.spark;

import java.time.Duration;

/**
 * What becomes of a batch, and when its offsets are committed: the guarantee. A batch has two parts, so that one can be
 * finished while the next one begins.
 */
@FunctionalInterface
interface BatchOutput<K, V> {

    /**
     * Does everything that needs the batch's records. Called for one batch at a time, perhaps while the one before is being
     * finished: what has to wait for that belongs into the second part.
     *
     * @return the second part
     * @throws Exception whatever goes wrong; the stream stops, unless it is a {@link TooLarge} batch: nothing of it may be
     *     applied then
     */
    Rest begin(Batch<K, V> batch, OffsetKeeper keeper) throws Exception;

    /** The second part of a batch; done for one batch at a time, in their order. */
    @FunctionalInterface
    interface Rest {

        /**
         * Finishes the batch; it is committed then.
         *
         * @throws Exception whatever goes wrong; the same holds
         */
        Times finish() throws Exception;
    }

    /** How long the parts took. */
    record Times(Duration processing, Duration writing, Duration committing) {}
}
