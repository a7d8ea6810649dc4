package io.tidemark.bench.costs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that advances by a fixed step on request, and not otherwise. Not safe for use by several threads. */
final class SteadyClock extends Clock {

    private final Clock begin;
    private final Duration step;
    private Duration passed = Duration.ZERO;

    /**
     * @param begin the first time
     * @param step the step
     */
    SteadyClock(Clock begin, Duration step) {
        this.begin = begin;
        this.step = step;
    }

    /** Advances by a step. */
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
        throw new UnsupportedOperationException("Cannot show a log's clock in " + zone + ": not supported");
    }
}
