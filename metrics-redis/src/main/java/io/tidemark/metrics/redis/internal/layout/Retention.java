package io.tidemark.metrics.redis.internal.layout;

import java.time.Duration;
import java.util.Optional;

/**
 * The retention of values; empty means forever.
 *
 * @param minutes the values of minutes
 * @param hours the values of hours
 * @param days the values of days
 */
public record Retention(Optional<Duration> minutes, Optional<Duration> hours, Optional<Duration> days) {}
