package io.tidemark.cli.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Parses moments as people write and programs print them: {@code 2026-03-01T14:05:00.000} as Kafka's own tools,
 * with a blank for the {@code T}, without seconds, a date alone, with {@code Z}, {@code +08}, {@code +0800} or
 * {@code +08:00}, and as seconds or milliseconds since 1970. They are in UTC unless they have an offset.
 */
public final class DateTimes implements ITypeConverter<Instant> {

    private static final Pattern MOMENT = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})"
                    + "(?:[T ]+(\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?) *(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EPOCH = Pattern.compile("-?\\d{1,15}");

    /** Seconds have at most eleven digits until the year 5138, and milliseconds at least twelve since 1973. */
    private static final int MOST_DIGITS_OF_SECONDS = 11;

    @Override
    public Instant convert(String text) {
        return parse(text);
    }

    /**
     * Parses a moment.
     *
     * @throws TypeConversionException if the text is not a moment
     */
    public static Instant parse(String text) {
        String moment = text.strip();
        if (EPOCH.matcher(moment).matches()) {
            long number = Long.parseLong(moment);
            return moment.length() <= MOST_DIGITS_OF_SECONDS
                    ? Instant.ofEpochSecond(number)
                    : Instant.ofEpochMilli(number);
        }
        Matcher matcher = MOMENT.matcher(moment);
        try {
            if (matcher.matches()) {
                LocalTime time = matcher.group(2) == null
                        ? LocalTime.MIDNIGHT
                        : LocalTime.parse(matcher.group(2).replace(',', '.'));
                return LocalDateTime.of(LocalDate.parse(matcher.group(1)), time).toInstant(zone(matcher.group(3)));
            }
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is not a moment: " + e.getMessage());
        }
        throw new TypeConversionException("'" + text
                + "' is not a moment such as 2026-03-01T14:05:00 (UTC), '2026-03-01 14:05 +0800', 2026-03-01T14:05:00Z,"
                + " or seconds or milliseconds since 1970");
    }

    private static ZoneOffset zone(@Nullable String text) {
        if (text == null) {
            return ZoneOffset.UTC;
        }
        String zone = text.toUpperCase(Locale.ROOT);
        return zone.equals("Z") || zone.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }
}
