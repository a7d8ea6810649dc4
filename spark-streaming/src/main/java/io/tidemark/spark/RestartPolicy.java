package io.tidemark.spark;

import java.time.Duration;

/**
 * How often a failed stream is started again, in the same Spark context and from what is stored. Conflicts with another
 * driver, and starts that a policy refuses, are never tried again.
 *
 * @param maxRestarts how many restarts in a row are tried; 0 for none
 * @param firstDelay how long to wait before the first; doubled for each one that follows
 * @param maxDelay the longest wait
 */
public record RestartPolicy(int maxRestarts, Duration firstDelay, Duration maxDelay) {

    /** @throws IllegalArgumentException if a number is negative or the delays are in the wrong order */
    public RestartPolicy {
        if (maxRestarts < 0 || firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "Cannot restart " + maxRestarts + " times, after " + firstDelay + " up to " + maxDelay);
        }
    }

    /** The stream ends with its first failure. */
    public static RestartPolicy none() {
        return new RestartPolicy(0, Duration.ZERO, Duration.ZERO);
    }

    /** A number of restarts, after one second, then two, four and so on up to a minute. */
    public static RestartPolicy times(int maxRestarts) {
        return new RestartPolicy(maxRestarts, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** How long to wait before a restart; the count of a row begins at 1, and again once a batch was committed. */
    Duration delayBefore(int restart) {
        int doublings = Math.min(restart - 1, 30);
        Duration delay = firstDelay.multipliedBy(1L << doublings);
        return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
    }
}
