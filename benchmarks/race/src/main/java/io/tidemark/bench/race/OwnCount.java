package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Totals;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.ReportRules;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Uses the job's parser, and counts everything that the job counts. */
final class OwnCount implements BareCount {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ReportRules.ZONE);
    private static final Map<String, String> BY_CITY_AND_MINUTE = Map.of(
            RechargeMetrics.ORDERS, "orders",
            RechargeMetrics.SUCCEEDED, "succeeded",
            RechargeMetrics.AMOUNT, "amount");
    private static final Map<String, String> IN_ALL = Map.of(
            RechargeMetrics.RECORDS_READ, "read",
            RechargeMetrics.RECORDS_IGNORED, "ignored",
            RechargeMetrics.DURATION_SUM, ReportTotals.DURATION_SUM,
            RechargeMetrics.DURATION_UNKNOWN, "duration:unknown");

    private final TagDictionary dictionary = TagDictionary.preset("guangdong");
    private final RecordParser parser = new RecordParser(dictionary);
    private final RechargeCounts counts = new RechargeCounts(dictionary.regions());

    @Override
    public void add(byte[] record) {
        counts.add(parser.parse(record));
    }

    @Override
    public void addTo(Totals totals) {
        counts.measurements(dictionary.regions()).forEach(measurement -> add(totals, measurement));
    }

    private static void add(Totals totals, Measurement measurement) {
        if (!(measurement.value() instanceof MetricValue.Sum sum)) {
            return;
        }
        String name = measurement.name();
        if (name.equals(RechargeMetrics.RECORDS_REJECTED)) {
            totals.add("rejected:" + measurement.tags().get(RechargeMetrics.REASON), sum.value());
        } else if (IN_ALL.containsKey(name)) {
            totals.add(IN_ALL.getOrDefault(name, ""), sum.value());
        } else if (BY_CITY_AND_MINUTE.containsKey(name)) {
            String what = ":" + BY_CITY_AND_MINUTE.get(name);
            totals.add("city:" + measurement.tags().get(RechargeMetrics.CITY) + what, sum.value());
            totals.add(
                    "minute:" + MINUTE.format(measurement.time().orElseThrow().start()) + what, sum.value());
        }
    }
}
