package io.tidemark.spark;

/**
 * What all runs of a stream share.
 *
 * @param terms what they have seen of their partitions' leaders
 * @param threads the threads that are at work for the stream
 */
record SharedState(LeaderTerms terms, OwnThreads threads) {

    SharedState() {
        this(new LeaderTerms(), new OwnThreads());
    }
}
