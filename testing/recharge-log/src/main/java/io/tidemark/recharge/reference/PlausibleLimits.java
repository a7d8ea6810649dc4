package io.tidemark.recharge.reference;

import com.typesafe.config.Config;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The bounds of plausible values.
 *
 * @param amount the largest amount in fen
 * @param first the first day of plausible starts
 * @param end the first day after them
 * @param duration the longest duration
 * @param ahead how far a start may be after the timestamp of its record; empty for no limit
 */
public record PlausibleLimits(
        BigInteger amount, LocalDate first, LocalDate end, Duration duration, Optional<Duration> ahead) {

    static final PlausibleLimits USUAL = new PlausibleLimits(
            BigInteger.TEN.pow(8),
            LocalDate.of(2000, 1, 1),
            LocalDate.of(2100, 1, 1),
            Duration.ofDays(1),
            Optional.empty());

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    static PlausibleLimits of(Config dictionary) {
        String key = "plausible.";
        return new PlausibleLimits(
                dictionary.hasPath(key + "largest-amount-fen")
                        ? new BigInteger(dictionary.getString(key + "largest-amount-fen"))
                        : USUAL.amount,
                dictionary.hasPath(key + "earliest-start")
                        ? LocalDate.parse(dictionary.getString(key + "earliest-start"))
                        : USUAL.first,
                dictionary.hasPath(key + "starts-before")
                        ? LocalDate.parse(dictionary.getString(key + "starts-before"))
                        : USUAL.end,
                dictionary.hasPath(key + "longest-duration")
                        ? dictionary.getDuration(key + "longest-duration")
                        : USUAL.duration,
                dictionary.hasPath(key + "starts-ahead")
                                && !dictionary.getString(key + "starts-ahead").equals("unlimited")
                        ? Optional.of(dictionary.getDuration(key + "starts-ahead"))
                        : USUAL.ahead);
    }

    boolean allowAmount(BigInteger fen) {
        return fen.compareTo(amount) <= 0;
    }

    boolean allowStart(Instant start, Optional<Instant> recorded) {
        LocalDate day = LocalDate.ofInstant(start, ZONE);
        boolean tooFarAhead = recorded.isPresent()
                && ahead.isPresent()
                && start.isAfter(recorded.get().plus(ahead.get()));
        return !day.isBefore(first) && day.isBefore(end) && !tooFarAhead;
    }

    boolean allowDuration(Instant start, Instant end) {
        return Duration.between(start, end).compareTo(duration) <= 0;
    }
}
