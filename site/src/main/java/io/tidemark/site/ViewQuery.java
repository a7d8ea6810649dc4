package io.tidemark.site;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.recharge.report.FailureQuery;
import io.tidemark.recharge.report.RechargeReport.Minute;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.report.ReportQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The queries of a view, and their results combined.
 *
 * @param view the view
 * @param report the report of its period
 * @param spans the minutes and hours of its charts
 * @param now the current time
 */
record ViewQuery(View view, ReportQuery report, Spans spans, Instant now) {

    private static final Optional<String> ALL_CITIES = Optional.empty();
    private static final int MOST_REASONS = 10;

    List<MetricQuery> queries() {
        List<MetricQuery> queries = new ArrayList<>(report.totalQueries());
        queries.add(failures().query());
        queries.addAll(ReportQuery.stepQueries(ALL_CITIES, spans.minutes(), Step.MINUTE));
        queries.addAll(ReportQuery.stepQueries(ALL_CITIES, spans.hours(), Step.HOUR));
        if (view.city().isPresent()) {
            queries.add(report.hourlyDurations());
            queries.addAll(ReportQuery.stepQueries(view.city(), spans.minutes(), Step.MINUTE));
            queries.addAll(ReportQuery.stepQueries(view.city(), spans.hours(), Step.HOUR));
        }
        return queries;
    }

    Snapshot snapshot(MetricSnapshot answers, Comparison comparison) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("view")
                .put("period", view.period().spelling())
                .put("city", view.city().orElse(null));
        ObjectNode totals = ReportJson.tree(report.totals(answers));
        totals.remove("minutes");
        root.setAll(totals);
        root.set("selected", view.city().map(city -> selected(answers, city)).orElse(null));
        root.set("failures", reasons(failures().reasons(answers, view.city())));
        ObjectNode trend = root.putObject("trend");
        trend.set("minutes", trend(answers, Step.MINUTE, Spans.MOST_MINUTES));
        trend.set("hours", trend(answers, Step.HOUR, Spans.MOST_HOURS));
        root.set(
                "comparison",
                comparison
                        .tree(
                                steps(answers, view.city(), Step.MINUTE),
                                window(answers, Step.MINUTE),
                                lastBatch(answers))
                        .orElse(null));
        return new Snapshot(root.toString(), answers.writtenAt());
    }

    private ObjectNode selected(MetricSnapshot answers, String city) {
        return ReportJson.tree(report.overall(answers, city))
                .put("percentilesOf", report.hours().equals(report.period()) ? "period" : "hours");
    }

    private FailureQuery failures() {
        return new FailureQuery(report.group(), report.regions(), report.period());
    }

    /** The most frequent reasons, and the number of orders that failed for all others. */
    private static ObjectNode reasons(List<FailureQuery.Reason> reasons) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode codes = node.putArray("codes");
        reasons.stream()
                .limit(MOST_REASONS)
                .forEach(reason -> codes.addObject().put("code", reason.code()).put("orders", reason.orders()));
        node.put(
                "rest",
                reasons.stream()
                        .skip(MOST_REASONS)
                        .mapToLong(FailureQuery.Reason::orders)
                        .reduce(0L, SumOverflow.SATURATE::add));
        return node;
    }

    private ObjectNode trend(MetricSnapshot answers, Step step, int most) {
        return Trend.of(steps(answers, view.city(), step), window(answers, step), step, most, lastBatch(answers))
                .tree();
    }

    /** The axes are those of all cities, and do not change when a visitor selects one. */
    private Window window(MetricSnapshot answers, Step step) {
        return Window.of(view.period(), steps(answers, ALL_CITIES, step), step, now);
    }

    private List<Minute> steps(MetricSnapshot answers, Optional<String> city, Step step) {
        return report.steps(answers, city, spans.of(step), step);
    }

    private Instant lastBatch(MetricSnapshot answers) {
        return answers.writtenAt().orElse(now);
    }
}
