package io.tidemark.recharge.generate;

import java.time.Clock;
import java.util.Iterator;

/**
 * An endless log that follows a clock: each record is logged at the current time. Its recharge began some seconds
 * earlier, or sometimes many minutes. For use by one thread.
 */
public final class LiveLog implements Iterator<byte[]> {

    private final Recharge recharge;
    private final Clock clock;
    private final Dice dice;
    private final Lines line = new Lines();
    private final Weighted<Kind> kinds = Weighted.<Kind>builder()
            .add(Mix.MILLION, Kind.ORDER)
            .add(Mix.REPEATED, Kind.REPEATED)
            .add(Mix.TRACED * Step.TRACE.size() + Mix.ABANDONED, Kind.STEP)
            .add(Mix.REJECTED, Kind.REJECTED)
            .build();

    private byte[] lastOrder = new byte[0];
    private long number;

    private enum Kind {
        ORDER,
        REPEATED,
        STEP,
        REJECTED
    }

    /**
     * @param seed the seed of the records
     * @param preset the country: {@code guangdong} or {@code cmcc}
     * @param clock the times of the records
     * @throws IllegalArgumentException if there is no such preset
     */
    public LiveLog(long seed, String preset, Clock clock) {
        this.recharge = new Recharge(seed, Country.preset(preset));
        this.clock = clock;
        this.dice = new Dice(seed);
    }

    /** Always true: the log has no end. */
    @Override
    public boolean hasNext() {
        return true;
    }

    /** The record that is logged now. */
    @Override
    public byte[] next() {
        Kind kind = kinds.pick(dice);
        if (kind == Kind.REPEATED && lastOrder.length > 0) {
            return lastOrder.clone();
        }
        recharge.draw(number++);
        line.clear();
        switch (kind) {
            case STEP -> {
                Step step = recharge.dice().happens(Mix.MILLION / 100)
                        ? Step.REFUND
                        : Step.TRACE.get(recharge.dice().below(Step.TRACE.size()));
                recharge.startAt(clock.millis() - step.loggedAfter(recharge));
                RecordWriter.step(line, recharge, step);
            }
            case REJECTED -> {
                startSoThatItIsNotifiedNow();
                RecordWriter.notification(line, recharge, Fault.rejected(recharge.dice()));
            }
            default -> {
                startSoThatItIsNotifiedNow();
                RecordWriter.notification(line, recharge, recharge.fault());
                lastOrder = line.toByteArray();
            }
        }
        return line.toByteArray();
    }

    private void startSoThatItIsNotifiedNow() {
        recharge.startAt(clock.millis() - RecordWriter.LOG_DELAY_MILLIS - recharge.durationMillis());
    }
}
