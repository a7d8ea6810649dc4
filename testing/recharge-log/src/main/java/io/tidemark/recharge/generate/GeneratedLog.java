package io.tidemark.recharge.generate;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A log of one or several days, the last of them 2026-01-01 in Shanghai, in the order in which its lines were logged: a
 * given number of orders, and what else services write. The same arguments give the same bytes, always and everywhere.
 */
public final class GeneratedLog {

    private static final long LAST_DAY_START =
            Instant.parse("2025-12-31T16:00:00Z").toEpochMilli();
    private static final long DAY_MILLIS = 86_400_000L;

    /** The numbers of recharges that end in no order begin here, above those of orders. */
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
     * A line that is still to be written.
     *
     * @param time when it is logged
     * @param sequence tells lines of one time apart
     * @param number which recharge it is of
     * @param start when that began
     * @param entry what is logged
     */
    private record Event(long time, long sequence, long number, long start, Entry entry) {}

    /** Writes one of the records of a recharge. */
    private interface Entry {

        Entry NOTIFICATION = (line, recharge) -> RecordWriter.notification(line, recharge, recharge.fault());
        Entry REJECTED = (line, recharge) -> RecordWriter.notification(line, recharge, Fault.rejected(recharge.dice()));

        void write(Lines line, Recharge recharge);
    }

    /**
     * @param seed what the log is made from
     * @param preset which country: {@code guangdong} or {@code cmcc}
     * @param orders how many records are orders
     * @throws IllegalArgumentException if there is no such preset, or the number is negative
     */
    public GeneratedLog(long seed, String preset, long orders) {
        this(seed, preset, orders, 1);
    }

    /**
     * @param seed what the log is made from
     * @param preset which country: {@code guangdong} or {@code cmcc}
     * @param orders how many records are orders
     * @param days how many days they are spread over
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
     * Hands out all lines of the log. May be called again, for the same lines.
     *
     * @throws IOException if a line is not taken
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

    /** Exactly one order for each number: that of its own recharge or, once more, that of the recharge before. */
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
