package io.tidemark.cli.options;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses times as Kafka's own tools do: {@code 2026-03-01T14:05:00.000}, in UTC unless they have an offset. */
public final class DateTimes implements ITypeConverter<Instant> {

    private static final Pattern WITH_ZONE = Pattern.compile(".*(Z|[+-]\\d{2}(:?\\d{2})?)");

    @Override
    public Instant convert(String text) {
        try {
            return WITH_ZONE.matcher(text).matches() && text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not a moment such as 2026-03-01T14:05:00 (UTC) or 2026-03-01T14:05:00+08:00");
        }
    }
}
