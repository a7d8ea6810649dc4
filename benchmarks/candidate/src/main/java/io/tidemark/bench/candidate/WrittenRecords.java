package io.tidemark.bench.candidate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts how many records of a group are in Redis. The writers report them, because polling Redis would disturb the
 * benchmark. Thread-safe.
 */
public final class WrittenRecords {

    private static final Map<String, WrittenRecords> GROUPS = new ConcurrentHashMap<>();
    private static final long LOOK_MILLIS = 5;

    private final Map<Long, Long> cells = new ConcurrentHashMap<>();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong began = new AtomicLong();

    private WrittenRecords() {}

    /** The counter of a group in this JVM. */
    public static WrittenRecords of(String group) {
        return GROUPS.computeIfAbsent(group, any -> new WrittenRecords());
    }

    /** Records the time of the first record; later calls are ignored. */
    public void begin() {
        began.compareAndSet(0, System.nanoTime());
    }

    /** Records how many records a cell in Redis has now. */
    void put(long key, long now) {
        cells.compute(key, (any, before) -> {
            records.addAndGet(now - (before == null ? 0 : before));
            return now;
        });
    }

    /**
     * Waits until the given number of records has been written.
     *
     * @param alive whether the writer is still running
     * @return the nanoseconds since the first record
     * @throws TimeoutException if the writer ended early
     */
    public long await(long wanted, Alive alive) throws InterruptedException, TimeoutException {
        while (records.get() < wanted) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (!alive.isAlive()) {
                throw new TimeoutException("The writer has ended with " + records + " of " + wanted + " records");
            }
        }
        return System.nanoTime() - began.get();
    }

    /** Whether the writer is still running. */
    @FunctionalInterface
    public interface Alive {
        boolean isAlive();
    }
}
