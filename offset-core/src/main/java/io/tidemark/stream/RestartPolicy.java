package io.tidemark.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * How often a failed stream is restarted, in the same process and from the stored offsets. The delay before a restart
 * doubles with each failure since the last committed batch, up to a limit. A conflict with another driver, an
 * {@link Error}, and a start that an out-of-range policy refuses are never retried. Immutable and thread-safe.
 *
 * <pre>{@code
 * RestartPolicy policy = RestartPolicy.times(10)
 *         .withDelays(Duration.ofSeconds(2), Duration.ofMinutes(5))
 *         .withJitter(0.5)
 *         .onlyIf(failure -> !(failure.getCause() instanceof IllegalArgumentException));
 * }</pre>
 *
 * @since 0.1
 */
public final class RestartPolicy {

    private static final double DEFAULT_JITTER = 0.2;

    private final int maxRestarts;
    private final Duration firstDelay;
    private final Duration maxDelay;
    private final double jitter;
    private final Predicate<? super Throwable> condition;

    private RestartPolicy(
            int maxRestarts,
            Duration firstDelay,
            Duration maxDelay,
            double jitter,
            Predicate<? super Throwable> condition) {
        this.maxRestarts = maxRestarts;
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
        this.jitter = jitter;
        this.condition = condition;
    }

    /** The stream ends with its first failure. */
    public static RestartPolicy none() {
        return times(0);
    }

    /**
     * Restarts the stream at most this many times without a committed batch in between. The delays are 1 s, 2 s, 4 s
     * and so on up to 1 min, each reduced at random by up to 20 %.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    public static RestartPolicy times(int maxRestarts) {
        if (maxRestarts < 0) {
            throw new IllegalArgumentException(
                    "Cannot restart " + maxRestarts + " times: the number of restarts must not be negative");
        }
        return new RestartPolicy(
                maxRestarts, Duration.ofSeconds(1), Duration.ofMinutes(1), DEFAULT_JITTER, failure -> true);
    }

    /**
     * The same policy with other delays.
     *
     * @param first the delay before the first restart; doubled for each one that follows
     * @param longest the longest delay
     * @throws IllegalArgumentException if the first delay is negative, or the longest is shorter than it
     */
    public RestartPolicy withDelays(Duration first, Duration longest) {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("Cannot restart after " + first + " up to " + longest
                    + ": the first delay must not be negative, and the longest must not be shorter than it");
        }
        return new RestartPolicy(maxRestarts, first, longest, jitter, condition);
    }

    /**
     * The same policy with another jitter, so that jobs that fail together do not restart together.
     *
     * @param share the maximum random reduction of a delay, as a fraction of it: with 0 delays are exact, with 1
     * they are anywhere between zero and the full delay; default 0.2
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public RestartPolicy withJitter(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "Cannot shorten delays by " + share + ": the share must be between 0 and 1");
        }
        return new RestartPolicy(maxRestarts, firstDelay, maxDelay, share, condition);
    }

    /**
     * The same policy with a condition. If the condition rejects a failure, the stream ends. If there are several
     * conditions, all of them must accept it.
     *
     * @param accepted whether to restart after a failure. It receives a {@link BatchFailedException} with the reason
     * as its cause if a batch failed, otherwise the exception of the poll or the start. It must be thread-safe. If
     * it throws, the stream ends with the original failure
     */
    public RestartPolicy onlyIf(Predicate<? super Throwable> accepted) {
        Predicate<? super Throwable> earlier = condition;
        return new RestartPolicy(
                maxRestarts, firstDelay, maxDelay, jitter, failure -> earlier.test(failure) && accepted.test(failure));
    }

    /** How many restarts in a row are tried; 0 for none. */
    public int maxRestarts() {
        return maxRestarts;
    }

    /** Whether the stream may be restarted after a failure; see {@link #onlyIf}. */
    public boolean accepts(Throwable failure) {
        return condition.test(failure);
    }

    /**
     * The delay before a restart. Because of the jitter, each call returns another delay.
     *
     * @param restart the number of the restart; the first one after a committed batch is 1
     */
    public Duration delayBefore(int restart) {
        int doublings = Math.min(restart - 1, 30);
        Duration delay = firstDelay.multipliedBy(1L << doublings);
        Duration limited = delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
        double shortened =
                limited.toNanos() * jitter * ThreadLocalRandom.current().nextDouble();
        return limited.minusNanos((long) shortened);
    }

    @Override
    public String toString() {
        return "RestartPolicy[maxRestarts=" + maxRestarts + ", firstDelay=" + firstDelay + ", maxDelay=" + maxDelay
                + ", jitter=" + jitter + "]";
    }
}
