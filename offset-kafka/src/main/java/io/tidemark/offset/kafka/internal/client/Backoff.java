package io.tidemark.offset.kafka.internal.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Short waits within a call. */
public final class Backoff {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMillis(500);

    private Backoff() {}

    public static void shortly(Deadline deadline) {
        wait(SHORT, deadline);
    }

    /**
     * Waits for a random time below a limit that doubles with each lost race: competing drivers get out of step, and
     * the winner continues undisturbed.
     */
    public static void afterDefeats(int defeats, Deadline deadline) {
        Duration most = SHORT.multipliedBy(1L << Math.min(defeats, 10));
        long nanos = (most.compareTo(LONG) < 0 ? most : LONG).toNanos();
        wait(Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos)), deadline);
    }

    private static void wait(Duration time, Deadline deadline) {
        if (deadline.isOver()) {
            throw new TimeoutException("not done within " + deadline.limit().toMillis() + " ms");
        }
        try {
            TimeUnit.NANOSECONDS.sleep(deadline.left(time).toNanos());
        } catch (InterruptedException interrupt) {
            throw new InterruptException(interrupt);
        }
    }
}
