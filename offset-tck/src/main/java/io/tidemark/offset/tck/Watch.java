package io.tidemark.offset.tck;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps one writer going until the readers beside it have read often enough to notice something. */
final class Watch {

    private static final int READS = 200;

    /** The writer's end where the readers do not read any more. */
    private static final long PATIENCE = 20 * Racers.GOAL;

    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Asked by the writer before each write, with the number of writes that it has made. */
    boolean goesOn(long writes) {
        return writes < Racers.GOAL || (writes < PATIENCE && reads.get() < READS);
    }

    /** Called by the writer after its last write, whether it went well or not. */
    void end() {
        over.set(true);
    }

    /** Asked by each reader before each reading. */
    boolean reads() {
        reads.incrementAndGet();
        return !over.get();
    }
}
