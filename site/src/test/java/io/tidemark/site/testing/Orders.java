package io.tidemark.site.testing;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RejectReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measurements as a recharge job writes them. */
public final class Orders {

    private Orders() {}

    /** Succeeded orders of a city and a minute, all of one amount and one duration. */
    public static List<Measurement> succeeded(String minute, String city, long orders, long fen, long durationMs) {
        return List.of(
                sum(RechargeMetrics.ORDERS, minute, city, orders),
                sum(RechargeMetrics.SUCCEEDED, minute, city, orders),
                sum(RechargeMetrics.AMOUNT, minute, city, Math.multiplyExact(orders, fen)),
                sum(RechargeMetrics.DURATION_SUM, minute, city, Math.multiplyExact(orders, durationMs)),
                durations(
                        RechargeMetrics.DURATION,
                        MetricTime.minute(Instant.parse(minute)),
                        Map.of(),
                        orders,
                        durationMs),
                durations(
                        RechargeMetrics.DURATION_HOURLY,
                        MetricTime.hour(Instant.parse(minute).truncatedTo(ChronoUnit.HOURS)),
                        Map.of(RechargeMetrics.CITY, city),
                        orders,
                        durationMs));
    }

    private static Measurement durations(
            String metric, MetricTime time, Map<String, String> tags, long orders, long durationMs) {
        return Measurement.of(
                metric,
                tags,
                time,
                new MetricValue.Histogram(new TreeMap<>(Map.of(LogBuckets.bucketOf(durationMs), orders))));
    }

    /** Succeeded orders whose duration is unknown. */
    public static List<Measurement> ofUnknownDuration(String minute, String city, long orders, long fen) {
        return List.of(
                sum(RechargeMetrics.ORDERS, minute, city, orders),
                sum(RechargeMetrics.SUCCEEDED, minute, city, orders),
                sum(RechargeMetrics.AMOUNT, minute, city, Math.multiplyExact(orders, fen)),
                sum(RechargeMetrics.DURATION_UNKNOWN, minute, city, orders));
    }

    /** Orders that failed. */
    public static List<Measurement> failed(String minute, String city, long orders) {
        return List.of(sum(RechargeMetrics.ORDERS, minute, city, orders));
    }

    /** Orders that failed, with their code. */
    public static List<Measurement> failed(String minute, String city, String code, long orders) {
        return List.of(
                sum(RechargeMetrics.ORDERS, minute, city, orders),
                Measurement.of(
                        RechargeMetrics.FAILED,
                        Map.of(RechargeMetrics.CITY, city, RechargeMetrics.RESULT, code),
                        Instant.parse(minute),
                        new MetricValue.Sum(orders)));
    }

    /** Succeeded orders by a dimension. */
    public static List<Measurement> succeededBy(
            String dimension, String value, String minute, long orders, long fen, long durationMs) {
        return succeeded(minute, value, orders, fen, durationMs).stream()
                .filter(byCity -> byCity.value() instanceof MetricValue.Sum)
                .map(byCity -> Measurement.of(
                        dimension + "." + byCity.name(),
                        Map.of(dimension, value),
                        Instant.parse(minute),
                        byCity.value()))
                .toList();
    }

    /** Records of no minute. */
    public static List<Measurement> records(long read, long ignored, RejectReason reason, long rejected) {
        return List.of(
                Measurement.timeless(RechargeMetrics.RECORDS_READ, Map.of(), new MetricValue.Sum(read)),
                Measurement.timeless(RechargeMetrics.RECORDS_IGNORED, Map.of(), new MetricValue.Sum(ignored)),
                Measurement.timeless(
                        RechargeMetrics.RECORDS_REJECTED,
                        Map.of(RechargeMetrics.REASON, reason.code()),
                        new MetricValue.Sum(rejected)));
    }

    private static Measurement sum(String metric, String minute, String city, long value) {
        return of(metric, minute, city, new MetricValue.Sum(value));
    }

    private static Measurement of(String metric, String minute, String city, MetricValue value) {
        return Measurement.of(metric, Map.of(RechargeMetrics.CITY, city), Instant.parse(minute), value);
    }
}
