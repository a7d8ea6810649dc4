package io.tidemark.recharge.reference;

import io.tidemark.recharge.report.RechargeReport;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Orders by a property, with their durations. */
final class Breakdown {

    private final Tally tally = new Tally();
    private final DurationList durations = new DurationList();
    private long durationUnknown;

    void add(boolean success, BigInteger amount, Instant start, Optional<Instant> end) {
        tally.add(success, amount);
        if (success) {
            if (end.isEmpty() || end.get().isBefore(start)) {
                durationUnknown++;
            } else {
                durations.add(Duration.between(start, end.get()).toMillis());
            }
        }
    }

    /**
     * Returns the same without percentiles.
     *
     * @throws ArithmeticException if the amount exceeds a {@code long}
     */
    RechargeReport.Overall average() {
        RechargeReport.Overall overall = overall();
        return new RechargeReport.Overall(
                overall.orders(),
                overall.succeeded(),
                overall.failed(),
                overall.successRate(),
                overall.amountFen(),
                overall.averageDurationMs(),
                overall.durationUnknown(),
                Optional.empty());
    }

    long orders() {
        return tally.orders;
    }

    /** @throws ArithmeticException if the amount exceeds a {@code long} */
    RechargeReport.Overall overall() {
        return new RechargeReport.Overall(
                tally.orders,
                tally.succeeded,
                tally.failed(),
                tally.successRate(),
                tally.amount(),
                durations.average(),
                durationUnknown,
                durations.percentiles());
    }
}
