package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Totals;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportRules;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.stream.Collectors;

/** The part of a report that all candidates count. */
final class ReportTotals {

    static final String DURATION_SUM = "duration:sum";

    private static final String DURATION_UNKNOWN = "duration:unknown";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ReportRules.ZONE);
    private static final Set<String> CITIES = TagDictionary.preset("guangdong").regions().regions().stream()
            .map(Region::code)
            .collect(Collectors.toSet());

    private ReportTotals() {}

    /**
     * The totals of a report.
     *
     * @param durationSum the sum of the durations; a report has only their mean
     */
    static Totals of(RechargeReport report, long durationSum) {
        Totals totals = new Totals();
        totals.add("read", report.records().read());
        totals.add("ignored", report.records().ignored());
        report.records().rejectedByReason().forEach((reason, count) -> totals.add("rejected:" + reason.code(), count));
        report.cities().forEach(city -> {
            String prefix = "city:" + city.code() + ":";
            totals.add(prefix + "orders", city.orders());
            totals.add(prefix + "succeeded", city.succeeded());
            totals.add(prefix + "amount", city.amountFen());
        });
        report.minutes().forEach(minute -> {
            String prefix = "minute:" + MINUTE.format(minute.minute()) + ":";
            totals.add(prefix + "orders", minute.orders());
            totals.add(prefix + "succeeded", minute.succeeded());
            totals.add(prefix + "amount", minute.amountFen());
        });
        totals.add(DURATION_UNKNOWN, report.overall().durationUnknown());
        totals.add(DURATION_SUM, durationSum);
        return totals;
    }

    /**
     * Compares a candidate's totals with the expected ones.
     *
     * @throws IllegalStateException if they differ
     */
    static void requireSame(String who, Totals got, RechargeReport want) {
        long sum = got.number(DURATION_SUM);
        long count = want.overall().succeeded() - want.overall().durationUnknown();
        var differences = got.withCities(CITIES).differences(of(want, sum));
        if (!differences.isEmpty()) {
            throw new IllegalStateException("Cannot time " + who + ": it has counted " + differences);
        }
        if (!ReportRules.averageDuration(sum, count).equals(want.overall().averageDurationMs())) {
            throw new IllegalStateException("Cannot time " + who + ": its durations are " + sum + " ms of " + count
                    + " orders, not " + want.overall().averageDurationMs() + " in the mean");
        }
    }
}
