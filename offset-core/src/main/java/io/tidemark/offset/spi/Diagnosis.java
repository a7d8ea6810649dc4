package io.tidemark.offset.spi;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One finding about a store's server: what was checked, the result, and what to do about it. Immutable.
 *
 * @param level how serious it is
 * @param text the finding with its values, as a sentence without its full stop; holds no secret
 * @param remedy the recommended action, as a sentence without its full stop; empty if there is nothing to do
 * @since 0.1
 */
public record Diagnosis(Level level, String text, String remedy) {

    /** Clocks that differ by less are considered equal: the answer itself takes time. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    /** How serious a finding is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** A job works, but may not work for long, or its numbers may mislead. */
        WARNING,
        /** A job cannot work. */
        PROBLEM
    }

    public Diagnosis {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** A finding that needs no action. */
    public static Diagnosis ok(String text) {
        return new Diagnosis(Level.OK, text, "");
    }

    /** A finding that an operator should know. */
    public static Diagnosis warning(String text, String remedy) {
        return new Diagnosis(Level.WARNING, text, remedy);
    }

    /** A finding that stops a job. */
    public static Diagnosis problem(String text, String remedy) {
        return new Diagnosis(Level.PROBLEM, text, remedy);
    }

    /**
     * Compares the server's clock with this machine's.
     *
     * @param server the time that the server reported just now
     * @param clock this machine's clock
     * @return a warning if they differ by a minute or more
     */
    public static Diagnosis ofClock(Instant server, Clock clock) {
        Duration ahead = Duration.between(clock.instant(), server);
        if (ahead.abs().compareTo(TOLERATED) < 0) {
            return ok("its clock agrees with this machine's");
        }
        return warning(
                "its clock is " + DurationText.rounded(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                        + " this machine's",
                "Synchronise the clocks of both machines (chrony, systemd-timesyncd). Offsets stay correct, but"
                        + " times of"
                        + " writes and receipts, ages and --to-datetime mislead");
    }
}
