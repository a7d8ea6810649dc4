package io.tidemark.stream.keeping;

import io.tidemark.stream.internal.cluster.LeaderEpochs;
import io.tidemark.stream.internal.fence.OwnWrites;

/**
 * The state that a stream keeps across its runs in one process: the leader epochs of its partitions, the size of a
 * batch that its sink and store accept, and its writes whose answers were lost. Thread-safe.
 */
public final class StreamMemory {

    private final LeaderEpochs epochs = new LeaderEpochs();
    private final BatchSize size = new BatchSize();
    private final OwnWrites writes = new OwnWrites();

    /** The most offsets that a part of a batch covers; {@link Long#MAX_VALUE} if no batch was too large. */
    public long maxRecords() {
        return size.records();
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    BatchSize size() {
        return size;
    }

    OwnWrites writes() {
        return writes;
    }
}
