package io.tidemark.recharge.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the texts of tags by their types. */
final class LogValues {

    private static final Pattern FEN = Pattern.compile("[0-9]{1,18}");
    private static final Pattern YUAN = Pattern.compile("[0-9]{1,16}(\\.[0-9]{1,2})?");
    private static final Pattern TIME = Pattern.compile("[0-9]{17}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{14}");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern DATE_TIME = Pattern.compile("(?<date>[0-9]{4}([-/])[0-9]{2}\\2[0-9]{2})[T ]"
            + "(?<minute>[0-9]{2}:[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]{1,9}))?)?"
            + "(?<offset>Z|[+-][0-9]{2}(:?[0-9]{2})?)?");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant END_OF_TIME =
            LocalDateTime.of(10_000, 1, 1, 0, 0).atZone(ZONE).toInstant();

    private LogValues() {}

    /** Parses an amount in fen; empty if the text is not valid. */
    static Optional<BigInteger> amount(String text, String type) {
        return switch (type) {
            case "fen" -> Optional.of(text).filter(FEN.asMatchPredicate()).map(BigInteger::new);
            case "yuan" ->
                Optional.of(text)
                        .filter(YUAN.asMatchPredicate())
                        .map(yuan -> new BigDecimal(yuan).movePointRight(2).toBigIntegerExact());
            default -> throw unknown(type);
        };
    }

    /** Parses a time; empty if the text is not valid. */
    static Optional<Instant> time(String text, String type) {
        return switch (type) {
            case "time" -> Optional.of(text).filter(TIME.asMatchPredicate()).flatMap(LogValues::local);
            case "time-prefix" ->
                Optional.of(text)
                        .filter(longer -> longer.length() >= 17)
                        .flatMap(longer -> time(longer.substring(0, 17), "time"));
            case "time-seconds" ->
                Optional.of(text).filter(SECONDS.asMatchPredicate()).flatMap(seconds -> local(seconds + "000"));
            case "epoch-seconds" ->
                Optional.of(text)
                        .filter(digits -> digits.matches("[0-9]{1,12}"))
                        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                        .filter(END_OF_TIME::isAfter);
            case "date-time" -> dateTime(text);
            case "epoch-millis" ->
                Optional.of(text)
                        .filter(MILLIS.asMatchPredicate())
                        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                        .filter(END_OF_TIME::isAfter);
            default -> throw unknown(type);
        };
    }

    private static Optional<Instant> dateTime(String text) {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String second = parts.group("second") == null ? "00" : parts.group("second");
            LocalDateTime local = LocalDateTime.of(
                            LocalDate.parse(parts.group("date").replace('/', '-')),
                            LocalTime.parse(parts.group("minute") + ":" + second))
                    .plusNanos(
                            parts.group("fraction") == null
                                    ? 0
                                    : new BigDecimal("0." + parts.group("fraction"))
                                            .movePointRight(9)
                                            .longValueExact());
            ZoneId zone = parts.group("offset") == null ? ZONE : ZoneOffset.of(parts.group("offset"));
            return Optional.of(local.atZone(zone).toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Converts an area code to the code of a region. */
    static String region(String text, String type) {
        if (!type.equals("area-code")) {
            return text;
        }
        StringBuilder code = new StringBuilder(text.replaceFirst("^0(?=.)", ""));
        while (code.length() < 3) {
            code.append('0');
        }
        return code.toString();
    }

    private static Optional<Instant> local(String digits) {
        try {
            return Optional.of(LocalDateTime.parse(digits, FORMAT).atZone(ZONE).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException unknown(String type) {
        return new IllegalArgumentException("Cannot count values of type '" + type + "': there is no such type");
    }
}
