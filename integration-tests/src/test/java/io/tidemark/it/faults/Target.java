package io.tidemark.it.faults;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;

/**
 * Store and sink of one life of a job, one of them on the server that suffers.
 *
 * @param store the store
 * @param sink the sink
 * @param reader reads what the sink has counted
 * @param closing closes what was opened
 */
record Target(OffsetStore store, MetricSink sink, MetricReader reader, Runnable closing) implements AutoCloseable {

    @Override
    public void close() {
        closing.run();
    }
}
