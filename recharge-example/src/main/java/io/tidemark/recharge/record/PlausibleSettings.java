package io.tidemark.recharge.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the plausible values of a dictionary and collects the problems of their settings. */
final class PlausibleSettings {

    private static final String PREFIX = "plausible.";
    private static final String AMOUNT = "largest-amount-fen";
    private static final String EARLIEST = "earliest-start";
    private static final String BEFORE = "starts-before";
    private static final String DURATION = "longest-duration";
    private static final String AHEAD = "starts-ahead";
    private static final Set<String> KEYS = new TreeSet<>(Set.of(AMOUNT, EARLIEST, BEFORE, DURATION, AHEAD));
    private static final long MOST_FEN = 999_999_999_999_999_999L;
    private static final Duration MOST_TIME = Duration.ofDays(36_500);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final Config group;
    private final List<String> problems;

    PlausibleSettings(Config group, List<String> problems) {
        this.group = group;
        this.problems = problems;
    }

    PlausibleValues values() {
        for (String key : new TreeSet<>(group.root().keySet())) {
            if (!KEYS.contains(key)) {
                problems.add(PREFIX + key + " is no setting; there are " + String.join(", ", KEYS));
            }
        }
        PlausibleValues usual = PlausibleValues.DEFAULTS;
        PlausibleValues values = new PlausibleValues(
                read(AMOUNT, this::amount, "a whole number from 0 to " + MOST_FEN, usual.largestAmountFen()),
                read(EARLIEST, this::day, "a date such as 2000-01-01", usual.earliestStart()),
                read(BEFORE, this::day, "a date such as 2100-01-01", usual.startsBefore()),
                read(DURATION, this::duration, "a time from 0s to 36500d, such as 24h", usual.longestDuration()),
                read(AHEAD, this::ahead, "unlimited, or a time from 0s to 36500d, such as 1d", usual.startsAhead()));
        if (!values.earliestStart().isBefore(values.startsBefore())) {
            problems.add(PREFIX + EARLIEST + " is not before " + PREFIX + BEFORE + ": no start would be plausible");
        }
        return values;
    }

    private <T> T read(String key, Function<String, T> read, String form, T usual) {
        if (!group.hasPath(key)) {
            return usual;
        }
        try {
            return read.apply(key);
        } catch (ConfigException | DateTimeException | IllegalArgumentException e) {
            problems.add(PREFIX + key + " is '" + group.getValue(key).unwrapped() + "', not " + form);
            return usual;
        }
    }

    private Long amount(String key) {
        long fen = group.getLong(key);
        if (fen < 0 || fen > MOST_FEN) {
            throw new IllegalArgumentException();
        }
        return fen;
    }

    private Instant day(String key) {
        return LocalDate.parse(group.getString(key)).atStartOfDay(ZONE).toInstant();
    }

    private Duration duration(String key) {
        Duration duration = group.getDuration(key);
        if (duration.isNegative() || duration.compareTo(MOST_TIME) > 0) {
            throw new IllegalArgumentException();
        }
        return duration;
    }

    private Duration ahead(String key) {
        return group.getString(key).equals("unlimited") ? PlausibleValues.UNLIMITED : duration(key);
    }
}
