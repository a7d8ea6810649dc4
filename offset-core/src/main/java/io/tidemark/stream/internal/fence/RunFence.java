package io.tidemark.stream.internal.fence;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.CommitOutcomes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every write of one run to its store and sink passes through this fence. After the run is revoked, each further write
 * is refused before it reaches the server, so that a thread that survives its run cannot disturb the next one.
 * Thread-safe.
 */
public final class RunFence {

    private static final Logger LOG = LoggerFactory.getLogger(RunFence.class);

    /** How often a write without an answer is read back at most, and the time after which no reading is begun. */
    private static final int READINGS = 6;

    private static final Duration READING = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final GroupId group;
    private final OwnWrites own;
    private final Duration firstPause;
    private final CountDownLatch revocation = new CountDownLatch(1);
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private int writing;
    private boolean revoked;

    public RunFence(GroupId group) {
        this(group, new OwnWrites());
    }

    /** @param own the writes of all runs of the stream whose answers were lost */
    public RunFence(GroupId group, OwnWrites own) {
        this(group, own, FIRST_PAUSE);
    }

    /** @param firstPause the delay before a write is read back for the second time; doubled with each reading */
    public RunFence(GroupId group, OwnWrites own, Duration firstPause) {
        this.group = group;
        this.own = own;
        this.firstPause = firstPause;
    }

    /** The writes of the stream whose answers were lost. */
    public OwnWrites own() {
        return own;
    }

    /**
     * Resolves the outcome of a write whose answer was lost: reads back several times, with back-off, until the write
     * is found to be applied or the run is revoked.
     *
     * @param unknown the failure of the write
     * @param commit the write
     * @param readBack reads the stored offsets of the write's group and topics
     * @throws OffsetStoreException if it was not applied, or if the outcome remains unknown
     */
    public void resolve(
            CommitOutcomeUnknownException unknown,
            OffsetCommit commit,
            Supplier<Map<TopicPartition, StoredOffset>> readBack) {
        LOG.warn("The answer to a write of group {} was lost; reading back whether it was applied", group, unknown);
        long began = System.nanoTime();
        try {
            CommitOutcomes.resolve(
                    unknown,
                    commit,
                    readBack,
                    readings -> readings < READINGS
                            && System.nanoTime() - began < READING.toNanos()
                            && !isRevokedWithin(firstPause.multipliedBy(1L << (readings - 1))));
        } catch (OffsetConflictException conflict) {
            own.requireApplied(conflict, commit);
        }
    }

    private boolean isRevokedWithin(Duration pause) {
        try {
            return revocation.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Begins a write; the caller ends it with {@link #leave}.
     *
     * @throws RunRevokedException if the run has been revoked
     */
    public synchronized void enter() {
        if (revoked) {
            throw new RunRevokedException(group);
        }
        writing++;
    }

    /** Ends a write that was begun with {@link #enter}. */
    public void leave() {
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
    public void write(Runnable write) {
        enter();
        try {
            write.run();
        } finally {
            leave();
        }
    }

    /** Refuses all further writes. {@link #drained} completes when the writes that are under way have returned. */
    public void revoke() {
        boolean none;
        synchronized (this) {
            revoked = true;
            none = writing == 0;
        }
        revocation.countDown();
        if (none) {
            drained.complete(null);
        }
    }

    public synchronized boolean isRevoked() {
        return revoked;
    }

    /** Completes when the run is revoked and no write of it is under way any more. */
    public CompletableFuture<Void> drained() {
        return drained;
    }

    /** The same store; its writes pass through this fence. */
    public FencedStore around(OffsetStore store) {
        return new FencedStore(store, this);
    }

    /** The same sink; its writes pass through this fence. */
    public FencedSink around(MetricSink sink) {
        return new FencedSink(sink, this);
    }
}
