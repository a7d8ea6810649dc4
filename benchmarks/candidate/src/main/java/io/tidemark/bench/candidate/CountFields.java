package io.tidemark.bench.candidate;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.ReportRules;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * Everything that the job counts, as counters of a hash: one for each metric, minute and tags, and one for each bucket
 * of a histogram.
 */
public final class CountFields {

    private static final TagDictionary DICTIONARY = TagDictionary.preset(Regions.PRESET);
    private static final String SEPARATOR = "\u0001";
    private static final int PARTS = 3;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ReportRules.ZONE);
    private static final Map<String, String> ORDERS = Map.of(
            RechargeMetrics.ORDERS, ":orders",
            RechargeMetrics.SUCCEEDED, ":succeeded",
            RechargeMetrics.AMOUNT, ":amount");
    private static final Map<String, String> DURATIONS = Map.of(
            RechargeMetrics.DURATION_SUM, Totals.DURATION + Totals.SUM,
            RechargeMetrics.DURATION_UNKNOWN, Totals.DURATION + Totals.UNKNOWN);

    private CountFields() {}

    /** Passes the name and the number of each counter. */
    public static void forEach(RechargeCounts counts, ObjLongConsumer<String> counters) {
        counts.measurements(DICTIONARY.regions()).forEach(measurement -> pass(measurement, counters));
    }

    private static void pass(Measurement measurement, ObjLongConsumer<String> counters) {
        String time = measurement
                .time()
                .map(at -> Long.toString(at.start().getEpochSecond()))
                .orElse("");
        String tags = String.join(SEPARATOR, measurement.tags().values());
        if (measurement.value() instanceof MetricValue.Sum sum) {
            counters.accept(String.join(SEPARATOR, measurement.name(), time, "", tags), sum.value());
        } else if (measurement.value() instanceof MetricValue.Histogram histogram) {
            histogram
                    .counts()
                    .forEach((bucket, count) -> counters.accept(
                            String.join(SEPARATOR, measurement.name(), time, Integer.toString(bucket), tags), count));
        }
    }

    /** Adds a counter to totals. */
    public static void addTo(Totals totals, String field, long number) {
        String[] parts = field.split(SEPARATOR, -1);
        String metric = parts[0];
        // in the order of the names of the tags: city, result
        List<String> tags = List.of(parts).subList(PARTS, parts.length);
        if (metric.equals(RechargeMetrics.RECORDS_READ)) {
            totals.add(Totals.READ, number);
        } else if (metric.equals(RechargeMetrics.RECORDS_IGNORED)) {
            totals.add(Totals.IGNORED, number);
        } else if (metric.equals(RechargeMetrics.RECORDS_REJECTED)) {
            totals.add(Totals.rejected(tags.get(0)), number);
        } else if (metric.equals(RechargeMetrics.FAILED)) {
            totals.add(Totals.failed(tags.get(0), tags.get(1)), number);
        } else if (metric.equals(RechargeMetrics.DURATION)) {
            totals.add(Totals.bucket(Integer.parseInt(parts[2])), number);
        } else if (!metric.equals(RechargeMetrics.DURATION_HOURLY)) {
            addOrders(totals, metric, Instant.ofEpochSecond(Long.parseLong(parts[1])), tags.get(0), number);
        }
    }

    private static void addOrders(Totals totals, String metric, Instant minute, String value, long number) {
        Optional<String> dimension = List.of(OrderReader.CHANNEL, OrderReader.PAYER).stream()
                .filter(name -> metric.startsWith(name + "."))
                .findFirst();
        if (dimension.isPresent()) {
            String name = metric.substring(dimension.get().length() + 1);
            String prefix = Totals.by(dimension.get(), value);
            totals.add(prefix + ORDERS.getOrDefault(name, ":" + DURATIONS.getOrDefault(name, name)), number);
        } else if (ORDERS.containsKey(metric)) {
            String name = ORDERS.getOrDefault(metric, metric);
            totals.add("city:" + value + name, number);
            totals.add("minute:" + MINUTE.format(minute) + name, number);
        } else {
            totals.add(DURATIONS.getOrDefault(metric, metric), number);
        }
    }
}
