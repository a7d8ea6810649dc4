package io.tidemark.stream;

import java.time.Duration;

/**
 * How often a failed stream is restarted, in the same process and from the stored offsets. A conflict with another
 * driver and a start that an out-of-range policy refuses are never retried.
 *
 * @param maxRestarts how many restarts in a row are tried; 0 for none
 * @param firstDelay the delay before the first restart; doubled for each one that follows
 * @param maxDelay the longest delay
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

    /**
     * The delay before a restart.
     *
     * @param restart the number of the restart; the first one after a committed batch is 1
     */
    public Duration delayBefore(int restart) {
        int doublings = Math.min(restart - 1, 30);
        Duration delay = firstDelay.multipliedBy(1L << doublings);
        return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
    }
}
