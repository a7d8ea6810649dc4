package io.tidemark.metrics.redis.internal.layout;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of hash that hold a metric's values. {@code DAY}, {@code HOUR}, {@code TEN} and {@code MINUTE} hold one
 * value for each combination of tags, one hash a day, hour, ten minutes or minute. {@code HOURS} and {@code MINUTES}
 * hold one value for each hour of a day or minute of an hour, of all tags merged. Times are UTC.
 */
public enum Table {
    DAY(86_400, "T00:00:00Z"),
    HOUR(3_600, ":00:00Z"),
    HOURS(86_400, "T00:00:00Z"),
    TEN(600, ":00Z"),
    MINUTE(60, ":00Z"),
    MINUTES(3_600, ":00:00Z");

    /** The latest expiry in milliseconds that Redis supports; later ones never expire. */
    private static final long LATEST_EXPIRY = Long.MAX_VALUE / 10_000;

    private final long seconds;
    private final String cutOff;
    private final String stored = name().toLowerCase(Locale.ROOT);

    /** @param cutOff the common suffix of all starts, which keys omit */
    Table(long seconds, String cutOff) {
        this.seconds = seconds;
        this.cutOff = cutOff;
    }

    /** The name in Redis. */
    public String stored() {
        return stored;
    }

    /** The period of one hash. */
    public long seconds() {
        return seconds;
    }

    /** The start of the hash that holds a time, in seconds since the epoch. */
    public long startOf(long epochSecond) {
        return Math.floorDiv(epochSecond, seconds) * seconds;
    }

    /** The start of a hash, as part of its key. */
    public String text(long start) {
        String text = Instant.ofEpochSecond(start).toString();
        return text.substring(0, text.length() - cutOff.length());
    }

    /**
     * The expiry of the hash that starts at {@code start}, in seconds since the epoch as text; empty means never. All
     * hashes of the minutes of an hour expire together, and all of the hours of a day, so that different hashes cover
     * the same times.
     */
    public String expiry(long start, Retention retention) {
        long unit =
                switch (this) {
                    case DAY, HOUR, HOURS -> 86_400;
                    case TEN, MINUTE, MINUTES -> 3_600;
                };
        long end = Math.floorDiv(start, unit) * unit + unit;
        return kept(retention)
                .map(kept -> end + kept.toSeconds())
                .filter(expiry -> expiry < LATEST_EXPIRY)
                .map(String::valueOf)
                .orElse("");
    }

    private Optional<Duration> kept(Retention retention) {
        return switch (this) {
            case DAY -> retention.days();
            case HOUR, HOURS -> retention.hours();
            case TEN, MINUTE, MINUTES -> retention.minutes();
        };
    }
}
