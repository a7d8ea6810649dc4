package io.tidemark.structured;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.keeping.StreamMemory;
import io.tidemark.structured.internal.health.QueryHealth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a query and its source share beside options, which are text: listeners, health numbers, what is remembered over
 * restarts, and whether a batch runs. A query that was started by options alone has one of its own. Thread-safe.
 */
final class QueryContext {

    /** The option by which a managed query names its context to its source. */
    static final String OPTION = "tidemark.context";

    private static final Map<String, QueryContext> CONTEXTS = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final QueryHealth health;
    private final List<StreamListener> listeners;
    private final Clock clock;
    private final StreamMemory memory = new StreamMemory();
    private final boolean managed;

    private Map<TopicPartition, TopicIdentity> known = Map.of();
    private CompletableFuture<QueryRun> opened = new CompletableFuture<>();
    private @Nullable Thread thread;
    private boolean stopping;
    private boolean cutOff;
    private boolean busy;
    private Optional<Batch> batch = Optional.empty();

    private QueryContext(GroupId group, List<StreamListener> listeners, Clock clock, boolean managed) {
        health = new QueryHealth(group, memory);
        List<StreamListener> all = new ArrayList<>(listeners);
        all.add(health);
        this.listeners = List.copyOf(all);
        this.clock = clock;
        this.managed = managed;
    }

    /** The context of a query that is started by method calls; until {@link #unregister}, its source finds it. */
    static QueryContext register(GroupId group, List<StreamListener> listeners, Clock clock) {
        QueryContext context = new QueryContext(group, listeners, clock, true);
        CONTEXTS.put(context.id, context);
        return context;
    }

    void unregister() {
        CONTEXTS.remove(id);
    }

    /**
     * The context that options name, or a new one.
     *
     * @throws IllegalArgumentException if the process does not have it
     */
    static QueryContext of(GroupId group, Optional<String> name) {
        if (name.isEmpty()) {
            return new QueryContext(group, List.of(), Clock.systemUTC(), false);
        }
        QueryContext context = CONTEXTS.get(name.get());
        if (context == null) {
            throw new IllegalArgumentException("Cannot start the query of group " + group + ": " + OPTION
                    + " is set, which only a managed query sets for its own source; leave it out");
        }
        return context;
    }

    String id() {
        return id;
    }

    QueryHealth health() {
        return health;
    }

    List<StreamListener> listeners() {
        return listeners;
    }

    Clock clock() {
        return clock;
    }

    StreamMemory memory() {
        return memory;
    }

    /** Whether a managed query supervises the source; otherwise nothing but the source tells of its failures. */
    boolean isManaged() {
        return managed;
    }

    /** The identities that the run before has seen. */
    synchronized Map<TopicPartition, TopicIdentity> known() {
        return known;
    }

    /** Another run begins. */
    synchronized CompletableFuture<QueryRun> begin(Map<TopicPartition, TopicIdentity> identities) {
        known = Map.copyOf(identities);
        opened = new CompletableFuture<>();
        busy = false;
        batch = Optional.empty();
        return opened;
    }

    /** The source has resumed; called on the thread of the query. */
    synchronized void opened(QueryRun run) {
        thread = Thread.currentThread();
        opened.complete(run);
    }

    /** Whether this is the thread of the query. */
    synchronized boolean isQueryThread() {
        return Thread.currentThread() == thread;
    }

    /** No batch begins from here on. */
    synchronized void requestStop() {
        stopping = true;
    }

    /** The running batch outlives the stop and is interrupted: its failure does not count from here on. */
    synchronized void cutOff() {
        cutOff = true;
    }

    /** Whether a failure now is nothing but the stop. */
    synchronized boolean isStopped() {
        return cutOff || (stopping && batch.isEmpty());
    }

    /** A batch may be formed now; false if the query is to stop. */
    synchronized boolean beginBatch() {
        busy = !stopping;
        return busy;
    }

    /** A batch runs. */
    synchronized void runs(List<PartitionRange> ranges) {
        busy = true;
        if (batch.filter(running -> running.ranges().equals(ranges)).isEmpty()) {
            batch = Optional.of(new Batch(clock.instant(), List.copyOf(ranges)));
        }
    }

    /** No batch runs, and what has run is committed. */
    synchronized void idle() {
        busy = false;
        batch = Optional.empty();
        notifyAll();
    }

    /** The batch that runs, or that has failed. */
    synchronized Optional<Batch> batch() {
        return batch;
    }

    /** Waits until no batch runs; false if the time is up. */
    synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (busy) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            // at least a millisecond: zero would wait without a limit
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }

    /** The query has ended, and with it its batch. */
    synchronized void ended() {
        busy = false;
        notifyAll();
    }

    /**
     * A batch of the query.
     *
     * @param time when it was planned
     * @param ranges what it reads
     */
    record Batch(Instant time, List<PartitionRange> ranges) {}
}
