package io.tidemark.recharge.record;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * The plausible values of a recharge. An order with another amount or start is rejected, and a longer duration is
 * unknown, so that no producer can distort the totals.
 *
 * @param largestAmountFen the largest amount in fen, inclusive
 * @param earliestStart the earliest start, inclusive
 * @param startsBefore the end of the plausible starts, exclusive
 * @param longestDuration the longest duration, inclusive
 * @param startsAhead how far a start may be after the timestamp of its Kafka record, inclusive; {@link #UNLIMITED} for
 *     no limit
 */
public record PlausibleValues(
        long largestAmountFen,
        Instant earliestStart,
        Instant startsBefore,
        Duration longestDuration,
        Duration startsAhead)
        implements Serializable {

    /** No limit: longer than the distance between any two times of a log. */
    public static final Duration UNLIMITED = Duration.ofMillis(Long.MAX_VALUE / 4);

    /** The default values of a dictionary. */
    public static final PlausibleValues DEFAULTS = new PlausibleValues(
            100_000_000L,
            Instant.parse("1999-12-31T16:00:00Z"),
            Instant.parse("2099-12-31T16:00:00Z"),
            Duration.ofHours(24),
            UNLIMITED);

    private static final long serialVersionUID = 1L;
}
