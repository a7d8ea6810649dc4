package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Totals;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RechargeReport.Percentiles;
import io.tidemark.recharge.report.ReportRules;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares the totals of a candidate with the expected report. */
final class ReportTotals {

    private static final String DURATION_SUM = Totals.DURATION + Totals.SUM;
    private static final String BUCKET = "bucket:";
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm").withZone(ReportRules.ZONE);
    private static final Set<String> CITIES = TagDictionary.preset(FilledLog.PRESET).regions().regions().stream()
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
        totals.add(Totals.READ, report.records().read());
        totals.add(Totals.IGNORED, report.records().ignored());
        report.records()
                .rejectedByReason()
                .forEach((reason, count) -> totals.add(Totals.rejected(reason.code()), count));
        report.cities()
                .forEach(city ->
                        addOrders(totals, "city:" + city.code(), city.orders(), city.succeeded(), city.amountFen()));
        report.minutes()
                .forEach(minute -> addOrders(
                        totals,
                        "minute:" + MINUTE.format(minute.minute()),
                        minute.orders(),
                        minute.succeeded(),
                        minute.amountFen()));
        totals.add(Totals.DURATION + Totals.UNKNOWN, report.overall().durationUnknown());
        totals.add(DURATION_SUM, durationSum);
        return totals;
    }

    /**
     * Compares a candidate's totals with the expected ones, except for the parts that the candidate leaves out.
     *
     * @throws IllegalStateException if they differ
     */
    static void requireSame(CandidateKind who, Totals counted, ExpectedReport want) {
        Totals got = without(who.leavesOut(), counted.withCities(CITIES));
        Map<String, String> differences =
                new TreeMap<>(withoutBuckets(got).differences(without(who.leavesOut(), expected(got, want))));
        requireMean(differences, DURATION_SUM, got, want.report().overall());
        if (!who.leavesOut().contains(Part.DIMENSIONS)) {
            want.dimensions()
                    .forEach((dimension, values) -> values.forEach((value, orders) ->
                            requireMean(differences, Totals.by(dimension, value) + ":" + DURATION_SUM, got, orders)));
        }
        if (!who.leavesOut().contains(Part.PERCENTILES)) {
            requirePercentiles(differences, got, want.report().overall());
        }
        if (!differences.isEmpty()) {
            throw new IllegalStateException("Cannot time " + who.title() + ": it has counted " + differences);
        }
    }

    /** The expected totals; a report has no sums of durations, so those of the candidate are taken. */
    private static Totals expected(Totals got, ExpectedReport want) {
        Totals totals = of(want.report(), got.number(DURATION_SUM));
        want.dimensions()
                .forEach((dimension, values) -> values.forEach((value, orders) -> {
                    String prefix = Totals.by(dimension, value);
                    addOrders(totals, prefix, orders.orders(), orders.succeeded(), orders.amountFen());
                    String duration = prefix + ":" + Totals.DURATION;
                    totals.add(duration + Totals.UNKNOWN, orders.durationUnknown());
                    totals.add(duration + Totals.SUM, got.number(duration + Totals.SUM));
                }));
        want.failures()
                .forEach((city, codes) -> codes.forEach((code, count) -> totals.add(Totals.failed(city, code), count)));
        return totals;
    }

    private static void requireMean(
            Map<String, String> differences, String name, Totals got, RechargeReport.Overall want) {
        long count = want.succeeded() - want.durationUnknown();
        if (!ReportRules.averageDuration(got.number(name), count).equals(want.averageDurationMs())) {
            differences.put(
                    name, got.number(name) + " of " + count + ", not " + want.averageDurationMs() + " in the mean");
        }
    }

    private static void requirePercentiles(Map<String, String> differences, Totals got, RechargeReport.Overall want) {
        SortedMap<Integer, Long> buckets = new TreeMap<>();
        got.forEach((name, count) -> {
            if (name.startsWith(BUCKET)) {
                buckets.put(Integer.parseInt(name.substring(BUCKET.length())), count);
            }
        });
        long count = buckets.values().stream().mapToLong(Long::longValue).sum();
        Optional<Percentiles> percentiles = Percentiles.of(buckets);
        if (!percentiles.equals(want.durationMs()) || count != want.succeeded() - want.durationUnknown()) {
            differences.put(BUCKET, percentiles + " of " + count + ", not " + want.durationMs());
        }
    }

    private static void addOrders(Totals totals, String prefix, long orders, long succeeded, long amount) {
        totals.add(prefix + ":orders", orders);
        totals.add(prefix + ":succeeded", succeeded);
        totals.add(prefix + ":amount", amount);
    }

    private static Totals without(Set<Part> parts, Totals totals) {
        Totals kept = new Totals();
        totals.forEach((name, number) -> {
            if (!Part.isIn(parts, name)) {
                kept.add(name, number);
            }
        });
        return kept;
    }

    /** The buckets are compared as percentiles. */
    private static Totals withoutBuckets(Totals totals) {
        return without(Set.of(Part.PERCENTILES), totals);
    }
}
