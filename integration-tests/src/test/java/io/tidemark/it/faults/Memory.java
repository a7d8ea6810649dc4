package io.tidemark.it.faults;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.memory.InMemoryOffsetStore;

/** The other side of the job, which nothing happens to and which outlives the job's processes. */
record Memory(InMemoryOffsetStore store, InMemoryMetricSink sink) {

    Memory() {
        this(new InMemoryOffsetStore(), new InMemoryMetricSink());
    }
}
