package io.tidemark.recharge.recount;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/** The log's times. */
final class LogTimes {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{17}");
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withResolverStyle(ResolverStyle.STRICT);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private LogTimes() {}

    /** The time that a text is; empty if it is none. */
    static Optional<Instant> read(String text) {
        if (!DIGITS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(text, FORMAT).atZone(ZONE).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The time that a text begins with. */
    static Optional<Instant> readBeginning(String text) {
        return text.length() < 17 ? Optional.empty() : read(text.substring(0, 17));
    }
}
