package io.tidemark.offset.jdbc.internal.table;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;

/**
 * Times as texts in UTC, to the microsecond. Texts are used because drivers interpret the time zone of a
 * {@code DATETIME} differently.
 */
public final class SqlTimes {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter();

    private SqlTimes() {}

    public static String text(Instant time) {
        return FORMAT.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    public static Instant time(String text) {
        return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC);
    }
}
