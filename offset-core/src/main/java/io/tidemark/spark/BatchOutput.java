package io.tidemark.spark;

import java.time.Duration;

/** What becomes of a batch, and when its offsets are committed: the guarantee. */
@FunctionalInterface
interface BatchOutput<K, V> {

    /**
     * Processes and commits a batch.
     *
     * @throws Exception whatever goes wrong; the stream stops
     */
    Times process(Batch<K, V> batch, OffsetKeeper keeper) throws Exception;

    /** How long the parts took. */
    record Times(Duration processing, Duration writing, Duration committing) {}
}
