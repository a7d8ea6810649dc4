package io.tidemark.spark;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import java.util.concurrent.CompletableFuture;

/**
 * Every write of one run to its store and sink passes through this fence. After the run is revoked, each further write is
 * refused before it reaches the server, so that a thread that survives its run cannot disturb the next one. Thread-safe.
 */
final class RunFence {

    private final GroupId group;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private int writing;
    private boolean revoked;

    RunFence(GroupId group) {
        this.group = group;
    }

    /**
     * Begins a write; the caller ends it by {@link #leave}.
     *
     * @throws RunRevokedException if the run has been revoked
     */
    synchronized void enter() {
        if (revoked) {
            throw new RunRevokedException(group);
        }
        writing++;
    }

    /** Ends a write that {@link #enter} has begun. */
    void leave() {
        boolean last;
        synchronized (this) {
            writing--;
            last = revoked && writing == 0;
        }
        if (last) {
            drained.complete(null);
        }
    }

    /** Runs a write between {@link #enter} and {@link #leave}. */
    void write(Runnable write) {
        enter();
        try {
            write.run();
        } finally {
            leave();
        }
    }

    /** Refuses all further writes. {@link #drained} completes when those that are under way have returned. */
    void revoke() {
        boolean none;
        synchronized (this) {
            revoked = true;
            none = writing == 0;
        }
        if (none) {
            drained.complete(null);
        }
    }

    synchronized boolean isRevoked() {
        return revoked;
    }

    /** Completes when the run is revoked and no write of it is under way any more. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** The store, with its writes behind this fence. */
    OffsetStore around(OffsetStore store) {
        return new FencedStore(store, this);
    }

    /** The sink, with its writes behind this fence. */
    MetricSink around(MetricSink sink) {
        return new FencedSink(sink, this);
    }
}
