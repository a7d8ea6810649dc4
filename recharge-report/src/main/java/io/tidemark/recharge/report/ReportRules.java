package io.tidemark.recharge.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;

/** The rules by which a report derives its numbers: rounding, order and time zone. They do not count anything. */
public final class ReportRules {

    /** The time zone of every time in a report. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    /** The number of cities in the top list. */
    public static final int TOP = 5;

    /** By orders, then by succeeded orders, both descending, then by code. */
    public static final Comparator<RechargeReport.City> RANK = Comparator.comparingLong(RechargeReport.City::orders)
            .thenComparingLong(RechargeReport.City::succeeded)
            .reversed()
            .thenComparing(RechargeReport.City::code);

    static final int RATE_DECIMALS = 4;
    static final int DURATION_DECIMALS = 1;

    private ReportRules() {}

    /** Succeeded orders divided by orders, four decimals, rounded half up; empty if there are no orders. */
    public static Optional<BigDecimal> successRate(long succeeded, long orders) {
        return quotient(succeeded, orders, RATE_DECIMALS);
    }

    /** The mean of durations in milliseconds, one decimal, rounded half up; empty if there are no durations. */
    public static Optional<BigDecimal> averageDuration(long sum, long count) {
        return quotient(sum, count, DURATION_DECIMALS);
    }

    private static Optional<BigDecimal> quotient(long dividend, long divisor, int decimals) {
        return divisor == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(dividend)
                        .divide(BigDecimal.valueOf(divisor), decimals, RoundingMode.HALF_UP));
    }
}
