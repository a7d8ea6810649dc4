package io.tidemark.recharge.report;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.SumOverflow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a recharge job counted in a period. Its parts mirror the JSON form that {@link ReportJson} writes.
 *
 * <p>The constructors take every field as it is; the {@code of} methods derive what follows from the rest by
 * {@link ReportRules}.
 *
 * @param group the job's consumer group
 * @param from the first minute, inclusive; empty for the beginning of the history
 * @param to the end, exclusive; empty for the end of the history
 * @param records all records of the whole history, whatever the period: a record that is no order has no minute
 * @param overall the orders of the period
 * @param cities every region of the table, and {@code other} where it has orders; in the order of
 *     {@link ReportRules#RANK}
 * @param topCities the first {@link ReportRules#TOP} of the cities
 * @param minutes the minutes that have orders, in time order
 */
public record RechargeReport(
        String group,
        Optional<Instant> from,
        Optional<Instant> to,
        Records records,
        Overall overall,
        List<City> cities,
        List<TopCity> topCities,
        List<Minute> minutes) {

    public RechargeReport {
        cities = List.copyOf(cities);
        topCities = List.copyOf(topCities);
        minutes = List.copyOf(minutes);
    }

    /** A report whose cities are ranked, whose top list is taken from them and whose minutes are put in time order. */
    public static RechargeReport of(
            String group,
            Period period,
            Records records,
            Overall overall,
            Collection<City> cities,
            Collection<Minute> minutes) {
        List<City> ranked = cities.stream().sorted(ReportRules.RANK).toList();
        return new RechargeReport(
                group,
                period.from(),
                period.to(),
                records,
                overall,
                ranked,
                ranked.stream()
                        .limit(ReportRules.TOP)
                        .map(city -> new TopCity(city.code(), city.name(), city.orders(), city.successRate()))
                        .toList(),
                minutes.stream().sorted(Comparator.comparing(Minute::minute)).toList());
    }

    /**
     * All records of the whole history.
     *
     * @param read records read
     * @param orders records that are orders
     * @param ignored records of services that are no order
     * @param rejected records that were rejected
     * @param rejectedByReason the same by reason; every reason is in it
     */
    public record Records(
            long read, long orders, long ignored, long rejected, Map<RejectReason, Long> rejectedByReason) {

        public Records {
            EnumMap<RejectReason, Long> complete = new EnumMap<>(RejectReason.class);
            for (RejectReason reason : RejectReason.values()) {
                complete.put(reason, rejectedByReason.getOrDefault(reason, 0L));
            }
            rejectedByReason = Collections.unmodifiableMap(complete);
        }

        /** Records whose rejected ones are given by reason; a reason that is not there has none. */
        public static Records of(long read, long orders, long ignored, Map<RejectReason, Long> rejectedByReason) {
            long rejected = rejectedByReason.values().stream().reduce(0L, SumOverflow.SATURATE::add);
            return new Records(read, orders, ignored, rejected, rejectedByReason);
        }
    }

    /**
     * The orders of the period.
     *
     * @param orders orders
     * @param succeeded orders that succeeded
     * @param failed orders that failed
     * @param successRate succeeded by orders, four decimals; empty where there are no orders
     * @param amountFen amount of the succeeded orders, in fen
     * @param averageDurationMs mean duration of the succeeded orders whose duration is known, in milliseconds, one
     *     decimal; empty where there are none
     * @param durationUnknown succeeded orders whose duration is unknown
     * @param durationMs quantiles of the same durations; empty where there are none
     */
    public record Overall(
            long orders,
            long succeeded,
            long failed,
            Optional<BigDecimal> successRate,
            long amountFen,
            Optional<BigDecimal> averageDurationMs,
            long durationUnknown,
            Optional<Percentiles> durationMs) {

        public Overall {
            successRate = successRate.map(RechargeReport::rate);
            averageDurationMs = averageDurationMs.map(
                    average -> average.setScale(ReportRules.DURATION_DECIMALS, RoundingMode.HALF_UP));
        }

        /**
         * Derives failed orders, success rate, average and quantiles.
         *
         * @param durationSumMs sum of the known durations, in milliseconds
         * @param durations the known durations in buckets of {@link LogBuckets}
         */
        public static Overall of(
                long orders,
                long succeeded,
                long amountFen,
                long durationSumMs,
                long durationUnknown,
                SortedMap<Integer, Long> durations) {
            return new Overall(
                    orders,
                    succeeded,
                    orders - succeeded,
                    ReportRules.successRate(succeeded, orders),
                    amountFen,
                    ReportRules.averageDuration(durationSumMs, succeeded - durationUnknown),
                    durationUnknown,
                    Percentiles.of(durations));
        }
    }

    /**
     * Quantiles of durations in milliseconds, each within {@link LogBuckets#RELATIVE_ERROR} of a duration that was
     * counted.
     *
     * @param p50 the median
     * @param p95 the 95th percentile
     * @param p99 the 99th percentile
     */
    public record Percentiles(long p50, long p95, long p99) {

        /** The quantiles of durations in buckets of {@link LogBuckets}; empty where there are none. */
        public static Optional<Percentiles> of(SortedMap<Integer, Long> durations) {
            return LogBuckets.quantile(durations, 0.50).isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Percentiles(
                            LogBuckets.quantile(durations, 0.50).getAsLong(),
                            LogBuckets.quantile(durations, 0.95).getAsLong(),
                            LogBuckets.quantile(durations, 0.99).getAsLong()));
        }
    }

    /**
     * The orders of a region in the period.
     *
     * @param code the region's code, or {@code other}
     * @param name the region's full name
     * @param orders orders
     * @param succeeded orders that succeeded
     * @param failed orders that failed
     * @param successRate succeeded by orders, four decimals; empty where there are no orders
     * @param amountFen amount of the succeeded orders, in fen
     */
    public record City(
            String code,
            String name,
            long orders,
            long succeeded,
            long failed,
            Optional<BigDecimal> successRate,
            long amountFen) {

        public City {
            successRate = successRate.map(RechargeReport::rate);
        }

        /** Derives failed orders and success rate. */
        public static City of(String code, String name, long orders, long succeeded, long amountFen) {
            return new City(
                    code,
                    name,
                    orders,
                    succeeded,
                    orders - succeeded,
                    ReportRules.successRate(succeeded, orders),
                    amountFen);
        }
    }

    /**
     * A region of the top list.
     *
     * @param code the region's code, or {@code other}
     * @param name the region's full name
     * @param orders orders
     * @param successRate succeeded by orders, four decimals; empty where there are no orders
     */
    public record TopCity(String code, String name, long orders, Optional<BigDecimal> successRate) {

        public TopCity {
            successRate = successRate.map(RechargeReport::rate);
        }
    }

    /**
     * The orders of a minute.
     *
     * @param minute the start of the minute
     * @param orders orders
     * @param succeeded orders that succeeded
     * @param amountFen amount of the succeeded orders, in fen
     */
    public record Minute(Instant minute, long orders, long succeeded, long amountFen) {}

    /** One scale for every rate, so that reports that say the same are equal. */
    private static BigDecimal rate(BigDecimal rate) {
        return rate.setScale(ReportRules.RATE_DECIMALS, RoundingMode.HALF_UP);
    }
}
