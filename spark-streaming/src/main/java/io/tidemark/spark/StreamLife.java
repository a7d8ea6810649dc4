package io.tidemark.spark;

import io.tidemark.offset.TopicIdentity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** One life of a stream, as its supervisor sees it: it runs from the moment it exists. */
interface StreamLife {

    /** Completes once everything has stopped; with what went wrong, if anything did. Never completes exceptionally. */
    CompletableFuture<Optional<Throwable>> ended();

    /** Whether it has committed anything. */
    boolean progressed();

    /** What the partitions are partitions of, as last seen. */
    Map<TopicPartition, TopicIdentity> identities();

    /**
     * Finishes the running batch and ends. An interrupt cuts the batch off at once and stays set.
     *
     * @param timeout how long to wait for the batch before it is cut off
     * @return whether it was not cut off
     */
    boolean stop(Duration timeout);

    /** Begins a life; fails if it cannot begin. */
    @FunctionalInterface
    interface Factory {
        StreamLife begin(Map<TopicPartition, TopicIdentity> known);
    }
}
