package io.tidemark.recharge.generate;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A log of one or several days, the last of them 2026-01-01 in Shanghai, in the order in which its lines were logged.
 * It has a given number of orders, and records of other services. The same arguments always give the same bytes.
 */
public final class GeneratedLog {

    private static final long LAST_DAY_START =
            Instant.parse("2025-12-31T16:00:00Z").toEpochMilli();
    private static final long DAY_MILLIS = 86_400_000L;

    /** The first number of recharges that end without an order; those of orders are smaller. */
    private static final long NO_ORDERS = 1L << 48;

    private static final int JITTER_SHIFT = 44;
    private static final long REPEATED_AFTER_MILLIS = 900;

    private final long seed;
    private final long orders;
    private final long days;
    private final Recharge recharge;
    private final Lines line = new Lines();
    private final PriorityQueue<Event> pending =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::sequence));
    private long sequence;

    /**
     * A line that has not been written yet.
     *
     * @param time when it is logged
     * @param sequence orders lines with the same time
     * @param number the number of its recharge
     * @param start the start of the recharge
     * @param entry the record
     */
    private record Event(long time, long sequence, long number, long start, Entry entry) {}

    /** Writes one of the records of a recharge. */
    private interface Entry {

        Entry NOTIFICATION = (line, recharge) -> RecordWriter.notification(line, recharge, recharge.fault());
        Entry REJECTED = (line, recharge) -> RecordWriter.notification(line, recharge, Fault.rejected(recharge.dice()));

        void write(Lines line, Recharge recharge);
    }

    /**
     * @param seed the seed of the log
     * @param preset the country: {@code guangdong} or {@code cmcc}
     * @param orders the number of orders
     * @throws IllegalArgumentException if there is no such preset, or the number is negative
     */
    public GeneratedLog(long seed, String preset, long orders) {
        this(seed, preset, orders, 1);
    }

    /**
     * @param seed the seed of the log
     * @param preset the country: {@code guangdong} or {@code cmcc}
     * @param orders the number of orders
     * @param days the number of days of the orders
     * @throws IllegalArgumentException if there is no such preset, or a number is too small
     */
    public GeneratedLog(long seed, String preset, long orders, int days) {
        if (orders < 0) {
            throw new IllegalArgumentException(
                    "Cannot generate a log of " + orders + " orders: the number is negative");
        }
        this.seed = seed;
        if (days < 1) {
            throw new IllegalArgumentException("Cannot generate a log of " + days + " days: at least 1 is needed");
        }
        this.orders = orders;
        this.days = days;
        this.recharge = new Recharge(seed, Country.preset(preset));
    }

    /**
     * Passes all lines of the log to a consumer. May be called again, for the same lines.
     *
     * @throws IOException if the consumer refuses a line
     */
    public void forEachLine(LineConsumer consumer) throws IOException {
        pending.clear();
        sequence = 0;
        for (long number = 0; number < orders; number++) {
            long start = startOf(number);
            emitUntil(start, consumer);
            planOrder(number, start);
            planOthers(NO_ORDERS + number, start);
        }
        emitUntil(Long.MAX_VALUE, consumer);
    }

    private long startOf(long number) {
        int jitter = (int) (Dice.mix(seed + number) >>> JITTER_SHIFT);
        long day = number * days / orders;
        long first = firstOf(day);
        return LAST_DAY_START
                - (days - 1 - day) * DAY_MILLIS
                + DayCurve.millisOfDay(number - first, firstOf(day + 1) - first, jitter);
    }

    /** The first order of a day. */
    private long firstOf(long day) {
        return -Math.floorDiv(-day * orders, days);
    }

    /** Exactly one order for each number: that of its own recharge or a duplicate of the previous one. */
    private void planOrder(long number, long start) {
        Dice dice = draw(number, start);
        boolean repeats = dice.happens(Mix.REPEATED) && number > 0;
        if (!repeats) {
            plan(notifiedAt(), number, start, Entry.NOTIFICATION);
        }
        if (dice.happens(Mix.TRACED)) {
            for (Step step : Step.TRACE) {
                plan(step, number, start);
            }
        }
        if (!recharge.succeeded() && dice.happens(Mix.REFUNDED)) {
            plan(Step.REFUND, number, start);
        }
        if (repeats) {
            long startBefore = startOf(number - 1);
            draw(number - 1, startBefore);
            plan(Math.max(start, notifiedAt() + REPEATED_AFTER_MILLIS), number - 1, startBefore, Entry.NOTIFICATION);
        }
    }

    private void planOthers(long number, long start) {
        Dice dice = draw(number, start);
        if (dice.happens(Mix.ABANDONED)) {
            plan(Step.MAKE_ORDER, number, start);
        }
        if (dice.happens(Mix.REJECTED)) {
            plan(notifiedAt(), number, start, Entry.REJECTED);
        }
    }

    private Dice draw(long number, long start) {
        recharge.draw(number);
        recharge.startAt(start);
        return recharge.dice();
    }

    private long notifiedAt() {
        return recharge.endMillis() + RecordWriter.LOG_DELAY_MILLIS;
    }

    private void plan(Step step, long number, long start) {
        plan(step.loggedAt(recharge), number, start, (out, of) -> RecordWriter.step(out, of, step));
    }

    private void plan(long time, long number, long start, Entry entry) {
        pending.add(new Event(time, sequence++, number, start, entry));
    }

    private void emitUntil(long time, LineConsumer consumer) throws IOException {
        for (Event next = pending.peek(); next != null && next.time() <= time; next = pending.peek()) {
            pending.remove();
            draw(next.number(), next.start());
            line.clear();
            next.entry().write(line, recharge);
            consumer.accept(line.bytes(), line.length());
        }
    }
}
