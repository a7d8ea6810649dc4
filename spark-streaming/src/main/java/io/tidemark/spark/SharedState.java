package io.tidemark.spark;

/**
 * What all runs of a stream share.
 *
 * @param terms what they have seen of their partitions' leaders
 * @param size how large the parts of their batches may be, as far as they have found out
 * @param threads the threads that are at work for the stream
 */
record SharedState(LeaderTerms terms, BatchSize size, OwnThreads threads) {

    SharedState() {
        this(new LeaderTerms(), new BatchSize(), new OwnThreads());
    }
}
