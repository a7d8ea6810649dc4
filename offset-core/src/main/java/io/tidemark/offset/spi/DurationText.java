package io.tidemark.offset.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses durations, and writes them for people.
 *
 * @since 0.1
 */
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

    private DurationText() {}

    /**
     * Writes a duration in the largest unit that it contains at least twice: {@code 90 s}, {@code 14 min},
     * {@code 36 h}, {@code 5 days}. Smaller units are dropped.
     *
     * @param duration the duration; a negative one is written as zero
     */
    public static String rounded(Duration duration) {
        if (duration.compareTo(Duration.ofDays(2)) >= 0) {
            return duration.toDays() + " days";
        }
        if (duration.compareTo(Duration.ofHours(2)) >= 0) {
            return duration.toHours() + " h";
        }
        return duration.compareTo(Duration.ofMinutes(2)) >= 0
                ? duration.toMinutes() + " min"
                : Math.max(0, duration.toSeconds()) + " s";
    }

    /** Parses a duration of at least a millisecond; empty if the text is not one. */
    static Optional<Duration> read(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        Duration duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    default -> Duration.ofHours(number);
                };
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }
}
