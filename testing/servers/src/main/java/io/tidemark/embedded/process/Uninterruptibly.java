package io.tidemark.embedded.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting that an interrupt does not cut short; the thread is interrupted again afterwards. */
final class Uninterruptibly {

    private Uninterruptibly() {}

    /** True if the process has ended within the limit. */
    static boolean await(Process process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
