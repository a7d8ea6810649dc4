package io.tidemark.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Selects the dead-letter records to replay, and where they are sent. Immutable; each method returns a changed copy.
 *
 * @since 0.1
 */
public final class Selection {

    private static final int USUAL_ATTEMPTS = 3;
    private static final Selection ALL = new Selection(
            Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), USUAL_ATTEMPTS, Long.MAX_VALUE);

    private final Set<String> topics;
    private final Set<String> reasons;
    private final Optional<Instant> from;
    private final Optional<Instant> until;
    private final Optional<String> target;
    private final int maxAttempts;
    private final long limit;

    private Selection(
            Set<String> topics,
            Set<String> reasons,
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<String> target,
            int maxAttempts,
            long limit) {
        this.topics = Set.copyOf(topics);
        this.reasons = Set.copyOf(reasons);
        this.from = from;
        this.until = until;
        this.target = target;
        this.maxAttempts = maxAttempts;
        this.limit = limit;
    }

    /** All records, each sent back to its original topic, and at most three times. */
    public static Selection all() {
        return ALL;
    }

    /** Only records of these original topics; none for all. */
    public Selection topics(Set<String> value) {
        return new Selection(value, reasons, from, until, target, maxAttempts, limit);
    }

    /** Only records that were rejected for these reasons; none for all. */
    public Selection reasons(Set<String> value) {
        return new Selection(topics, value, from, until, target, maxAttempts, limit);
    }

    /** Only records with this time or a later one. */
    public Selection from(Instant value) {
        return new Selection(topics, reasons, Optional.of(value), until, target, maxAttempts, limit);
    }

    /** Only records with an earlier time. */
    public Selection until(Instant value) {
        return new Selection(topics, reasons, from, Optional.of(value), target, maxAttempts, limit);
    }

    /** Sends all records to this topic instead of their original ones. */
    public Selection target(String value) {
        return new Selection(topics, reasons, from, until, Optional.of(value), maxAttempts, limit);
    }

    /**
     * The maximum number of replays of a record; default 3.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Selection maxAttempts(int value) {
        requirePositive("maxAttempts", value);
        return new Selection(topics, reasons, from, until, target, value, limit);
    }

    /**
     * The maximum number of records that one run sends; default unlimited. The next run continues behind them.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Selection limit(long value) {
        requirePositive("limit", value);
        return new Selection(topics, reasons, from, until, target, maxAttempts, value);
    }

    int maxAttempts() {
        return maxAttempts;
    }

    long limit() {
        return limit;
    }

    boolean takesTopic(String topic) {
        return topics.isEmpty() || topics.contains(topic);
    }

    boolean takes(DeadLetter letter) {
        return (reasons.isEmpty() || reasons.contains(letter.reason()))
                && (from.isEmpty()
                        || letter.time()
                                .filter(time -> !time.isBefore(from.get()))
                                .isPresent())
                && (until.isEmpty()
                        || letter.time()
                                .filter(time -> time.isBefore(until.get()))
                                .isPresent());
    }

    String target(DeadLetter letter) {
        return target.orElse(letter.origin().partition().topic());
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, but is " + value);
        }
    }
}
