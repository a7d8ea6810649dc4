package io.tidemark.bench.costs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Goes on by the same step each time that it is told to, and stands still otherwise. Not safe for use by several
 * threads.
 */
final class SteadyClock extends Clock {

    private final Clock begin;
    private final Duration step;
    private Duration passed = Duration.ZERO;

    /**
     * @param begin where it begins; it stands still as well
     * @param step how far it goes
     */
    SteadyClock(Clock begin, Duration step) {
        this.begin = begin;
        this.step = step;
    }

    /** Goes on by a step. */
    void tick() {
        passed = passed.plus(step);
    }

    @Override
    public Instant instant() {
        return begin.instant().plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return begin.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Cannot show a log's clock in " + zone + ": nobody asks for it");
    }
}
