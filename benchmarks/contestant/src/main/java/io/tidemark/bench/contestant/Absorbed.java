package io.tidemark.bench.contestant;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many records of a group are in Redis, told by those that put them there: asking Redis all the time would disturb
 * the race. Thread-safe.
 */
public final class Absorbed {

    private static final Map<String, Absorbed> GROUPS = new ConcurrentHashMap<>();
    private static final long LOOK_MILLIS = 5;

    private final Map<Long, Long> cells = new ConcurrentHashMap<>();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong began = new AtomicLong();

    private Absorbed() {}

    /** That of a group of this JVM. */
    public static Absorbed of(String group) {
        return GROUPS.computeIfAbsent(group, any -> new Absorbed());
    }

    /** The first record has come; who calls it later changes nothing. */
    public void begin() {
        began.compareAndSet(0, System.nanoTime());
    }

    /** A cell in Redis holds so many records now. */
    void put(long key, long now) {
        cells.compute(key, (any, before) -> {
            records.addAndGet(now - (before == null ? 0 : before));
            return now;
        });
    }

    /**
     * Waits until so many records are there.
     *
     * @param alive tells whether it is worth waiting on
     * @return the nanoseconds since the first record came
     * @throws TimeoutException if it is not
     */
    public long await(long wanted, Alive alive) throws InterruptedException, TimeoutException {
        while (records.get() < wanted) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (!alive.isAlive()) {
                throw new TimeoutException("It has ended with " + records + " of " + wanted + " records");
            }
        }
        return System.nanoTime() - began.get();
    }

    /** Whether somebody is still at work. */
    @FunctionalInterface
    public interface Alive {
        boolean isAlive();
    }
}
