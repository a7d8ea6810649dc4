package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Totals;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.record.Dimension;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.report.OrderMetrics;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.ReportReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the totals of Tidemark's metrics. */
final class StoredTotals {

    private static final MetricQuery.Totals DURATION_SUM = ever(RechargeMetrics.DURATION_SUM);
    private static final MetricQuery.Totals DURATION = ever(RechargeMetrics.DURATION);
    private static final MetricQuery.Totals FAILED = ever(RechargeMetrics.FAILED);

    private StoredTotals() {}

    static Totals read(MetricReader reader, GroupId group, TagDictionary dictionary) {
        List<MetricQuery> queries = new ArrayList<>(List.of(DURATION_SUM, DURATION, FAILED));
        List<OrderMetrics> dimensions = dictionary.dimensions().stream()
                .map(Dimension::name)
                .map(OrderMetrics::by)
                .toList();
        dimensions.forEach(dimension -> named(dimension).keySet().forEach(metric -> queries.add(ever(metric))));
        MetricSnapshot snapshot = reader.read(group, queries);
        Totals totals = ReportTotals.of(
                new ReportReader(reader).read(group, dictionary.regions(), Period.all()), sum(snapshot));
        snapshot.totals(DURATION).values().forEach(value -> ((MetricValue.Histogram) value)
                .counts()
                .forEach((bucket, count) -> totals.add(Totals.bucket(bucket), count)));
        snapshot.totals(FAILED)
                .forEach((tags, value) -> totals.add(
                        Totals.failed(
                                tags.getOrDefault(RechargeMetrics.CITY, ""),
                                tags.getOrDefault(RechargeMetrics.RESULT, "")),
                        sum(value)));
        for (OrderMetrics dimension : dimensions) {
            named(dimension).forEach((metric, name) -> snapshot.totalsBy(ever(metric), dimension.tag())
                    .forEach((value, number) -> totals.add(Totals.by(dimension.tag(), value) + name, sum(number))));
        }
        return totals;
    }

    private static Map<String, String> named(OrderMetrics metrics) {
        return Map.of(
                metrics.name(RechargeMetrics.ORDERS), ":orders",
                metrics.name(RechargeMetrics.SUCCEEDED), ":succeeded",
                metrics.name(RechargeMetrics.AMOUNT), ":amount",
                metrics.name(RechargeMetrics.DURATION_SUM), ":" + Totals.DURATION + Totals.SUM,
                metrics.name(RechargeMetrics.DURATION_UNKNOWN), ":" + Totals.DURATION + Totals.UNKNOWN);
    }

    private static long sum(MetricSnapshot snapshot) {
        return snapshot.totals(DURATION_SUM).values().stream()
                .mapToLong(StoredTotals::sum)
                .sum();
    }

    private static long sum(MetricValue value) {
        return ((MetricValue.Sum) value).value();
    }

    private static MetricQuery.Totals ever(String metric) {
        return new MetricQuery.Totals(metric, Period.all());
    }
}
