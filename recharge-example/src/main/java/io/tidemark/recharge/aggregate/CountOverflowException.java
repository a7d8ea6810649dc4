package io.tidemark.recharge.aggregate;

import java.time.Instant;

/** A sum that does not fit a {@code long}: amounts that no recharge has. The batch that holds them cannot be counted. */
public final class CountOverflowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String metric;
    private final Instant minute;

    CountOverflowException(String metric, Instant minute, long sum, long addend) {
        super("Cannot count " + metric + " of minute " + minute + ": " + sum + " and " + addend
                + " exceed the largest sum, " + Long.MAX_VALUE
                + "; no real recharges add up to this: look for records with wrong amounts in this minute");
        this.metric = metric;
        this.minute = minute;
    }

    /** The metric whose sum would not fit. */
    public String metric() {
        return metric;
    }

    /** The minute whose sum would not fit. */
    public Instant minute() {
        return minute;
    }
}
