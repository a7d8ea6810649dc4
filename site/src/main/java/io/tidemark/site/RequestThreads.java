package io.tidemark.site;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read, process and answer requests. The JDK's server reads and writes on blocking channels: a client
 * that sends half a request, or does not read its response, blocks a thread. As soon as a request has to wait for a
 * thread, the threads that have been blocked longest are interrupted, which closes their connections. Clients that are
 * not slow are not affected.
 */
final class RequestThreads implements Executor, AutoCloseable {

    /** A request that has begun to arrive is normally read in less than a millisecond. */
    private static final Duration READ_GRACE = Duration.ofMillis(20);

    private static final Duration WRITE_GRACE = Duration.ofMillis(200);

    /** The maximum time for writing a response, even if no other request waits. */
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(30);

    private final int count;
    private final ThreadPoolExecutor threads;
    private final Set<Turn> running = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Turn> current = ThreadLocal.withInitial(Turn::new);

    RequestThreads(int count) {
        this.count = count;
        threads = new ThreadPoolExecutor(
                count, count, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.named("site-request"));
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable request) {
        threads.execute(() -> {
            Turn turn = current.get();
            turn.begin();
            running.add(turn);
            try {
                request.run();
            } finally {
                running.remove(turn);
                turn.end();
            }
        });
        makeRoom();
    }

    /**
     * Records that the current request has been read.
     *
     * @throws IOException if it took too long while others waited, and its connection is closed
     */
    void startWork() throws IOException {
        current.get().enter(Phase.WORK);
    }

    /**
     * Records that the current thread writes from now on.
     *
     * @throws IOException if the connection is closed
     */
    void startWriting() throws IOException {
        current.get().enter(Phase.WRITE);
    }

    /** Closes the connections that block threads while requests wait for one. Call it periodically. */
    void makeRoom() {
        long now = System.nanoTime();
        running.forEach(turn -> turn.cutIf(Phase.WRITE, now - WRITE_LIMIT.toNanos()));
        // an idle thread takes a request from the queue at once
        int waiting = threads.getQueue().size() - (count - running.size());
        if (waiting > 0) {
            int cut = cutOldest(Phase.READ, now - READ_GRACE.toNanos(), waiting);
            cutOldest(Phase.WRITE, now - WRITE_GRACE.toNanos(), waiting - cut);
        }
    }

    private int cutOldest(Phase phase, long startedBefore, int most) {
        List<Turn> oldest = running.stream()
                .sorted(Comparator.comparingLong(turn -> turn.since - startedBefore))
                .toList();
        int cut = 0;
        for (Turn turn : oldest) {
            if (cut < most && turn.cutIf(phase, startedBefore)) {
                cut++;
            }
        }
        return cut;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private enum Phase {
        READ,
        WORK,
        WRITE,
        CUT
    }

    /** The request of one thread. */
    private static final class Turn {
        private final Thread thread = Thread.currentThread();
        private Phase phase = Phase.WORK;
        private volatile long since;

        synchronized void begin() {
            phase = Phase.READ;
            since = System.nanoTime();
        }

        synchronized void enter(Phase next) throws IOException {
            if (phase == Phase.CUT) {
                throw new IOException("the client was too slow while others waited");
            }
            phase = next;
            since = System.nanoTime();
        }

        synchronized boolean cutIf(Phase expected, long startedBefore) {
            if (phase != expected || since - startedBefore > 0) {
                return false;
            }
            phase = Phase.CUT;
            thread.interrupt();
            return true;
        }

        /** A late interrupt must not reach the thread's next request. */
        synchronized void end() {
            phase = Phase.WORK;
            Thread.interrupted();
        }
    }
}
