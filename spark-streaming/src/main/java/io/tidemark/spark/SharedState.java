package io.tidemark.spark;

import io.tidemark.stream.internal.cluster.LeaderEpochs;
import io.tidemark.stream.internal.fence.OwnWrites;
import io.tidemark.stream.internal.supervision.OwnThreads;
import java.util.UUID;

/**
 * What all runs of a stream share.
 *
 * @param id tells the stream from all others
 * @param epochs what they have seen of their partitions' leaders
 * @param size how large the parts of their batches may be, as far as they have found out
 * @param threads the threads that are at work for the stream
 * @param writes the writes whose answers were lost
 * @param places where its records were read
 */
record SharedState(
        String id, LeaderEpochs epochs, BatchSize size, OwnThreads threads, OwnWrites writes, CursorPlaces places) {

    SharedState() {
        this(
                UUID.randomUUID().toString(),
                new LeaderEpochs(),
                new BatchSize(),
                new OwnThreads(),
                new OwnWrites(),
                new CursorPlaces());
    }
}
