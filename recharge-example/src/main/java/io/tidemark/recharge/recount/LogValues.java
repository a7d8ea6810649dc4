package io.tidemark.recharge.recount;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the texts of tags by their types. */
final class LogValues {

    private static final Pattern FEN = Pattern.compile("[0-9]{1,18}");
    private static final Pattern YUAN = Pattern.compile("[0-9]{1,16}(\\.[0-9]{1,2})?");
    private static final Pattern TIME = Pattern.compile("[0-9]{17}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{14}");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withResolverStyle(ResolverStyle.STRICT);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant END_OF_TIME =
            LocalDateTime.of(10_000, 1, 1, 0, 0).atZone(ZONE).toInstant();

    private LogValues() {}

    /** The amount in fen that a text is; empty if it is none. */
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

    /** The time that a text is; empty if it is none. */
    static Optional<Instant> time(String text, String type) {
        return switch (type) {
            case "time" -> Optional.of(text).filter(TIME.asMatchPredicate()).flatMap(LogValues::local);
            case "time-prefix" ->
                Optional.of(text)
                        .filter(longer -> longer.length() >= 17)
                        .flatMap(longer -> time(longer.substring(0, 17), "time"));
            case "time-seconds" ->
                Optional.of(text).filter(SECONDS.asMatchPredicate()).flatMap(seconds -> local(seconds + "000"));
            case "epoch-millis" ->
                Optional.of(text)
                        .filter(MILLIS.asMatchPredicate())
                        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                        .filter(END_OF_TIME::isAfter);
            default -> throw unknown(type);
        };
    }

    private static Optional<Instant> local(String digits) {
        try {
            return Optional.of(LocalDateTime.parse(digits, FORMAT).atZone(ZONE).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException unknown(String type) {
        return new IllegalArgumentException("Cannot recount values of type '" + type + "': there is none such");
    }
}
