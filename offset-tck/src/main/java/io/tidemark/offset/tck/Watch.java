package io.tidemark.offset.tck;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps one writer running until the concurrent readers have read often enough to notice an inconsistency. */
final class Watch {

    static final int READERS = 3;

    private static final int READS = 200;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final long began = System.nanoTime();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger readers = new AtomicInteger(READERS);
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * The writer's task.
     *
     * @param write executes the write of the given number, counted from 0
     */
    <T> Callable<List<T>> writing(Write write) {
        return () -> {
            try {
                for (long writes = 0; goesOn(writes); writes++) {
                    write.make(writes);
                }
            } finally {
                over.set(true);
            }
            return List.of();
        };
    }

    /**
     * A reader's task.
     *
     * @param read reads once, and adds inconsistencies to its list
     */
    <T> Callable<List<T>> reading(List<T> torn, Runnable read) {
        return () -> {
            try {
                while (!over.get()) {
                    read.run();
                    reads.incrementAndGet();
                }
                return torn;
            } finally {
                readers.decrementAndGet();
            }
        };
    }

    private boolean goesOn(long writes) {
        return writes < Racers.GOAL
                || (reads.get() < READS && readers.get() > 0 && System.nanoTime() - began < PATIENCE_NANOS);
    }

    /** One write of many. */
    @FunctionalInterface
    interface Write {

        void make(long number);
    }
}
