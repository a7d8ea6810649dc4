package io.tidemark.stream.internal.supervision;

import io.tidemark.offset.TopicIdentity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** One run of a stream, as its supervisor sees it: it runs from the moment it exists. */
public interface SupervisedRun {

    /** Completes once everything has stopped, with the failure if there was one. Never completes exceptionally. */
    CompletableFuture<Optional<Throwable>> ended();

    /**
     * Completes once everything has stopped and no write to store or sink is under way any more: the next run may
     * begin. Never completes exceptionally.
     */
    CompletableFuture<Void> drained();

    /** Whether it has committed anything. */
    boolean progressed();

    /** Cluster and topic of the partitions, as last seen. */
    Map<TopicPartition, TopicIdentity> identities();

    /**
     * Finishes the running batch and ends. An interrupt cuts the batch off at once and stays set.
     *
     * @param timeout how long to wait for the batch before it is aborted
     * @return whether the batch finished in time
     */
    boolean stop(Duration timeout);

    /**
     * Begins a stop and returns at once.
     *
     * @param timeout how long the batch may take before it is aborted
     */
    void requestStop(Duration timeout);

    /** Begins a run; fails if it cannot begin. */
    @FunctionalInterface
    interface Factory {
        SupervisedRun begin(Map<TopicPartition, TopicIdentity> known);
    }
}
