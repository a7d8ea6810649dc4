package io.tidemark.site;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.site.region.RegionTable;
import io.tidemark.site.report.RechargeReport;
import io.tidemark.site.report.ReportJson;
import io.tidemark.site.report.ReportQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what visitors look at: however many views, one reading of the metrics. Safe for use by several threads. */
final class SnapshotReader {

    private static final int MOST_MINUTES = 24 * 60;
    private static final int MOST_HOURS = 14 * 24;

    private final MetricReader metrics;
    private final GroupId group;
    private final RegionTable regions;
    private final Clock clock;

    SnapshotReader(SiteSettings settings) {
        this.metrics = settings.metrics();
        this.group = settings.group();
        this.regions = settings.regions();
        this.clock = settings.clock();
    }

    /**
     * Reads all views from one state of the metrics.
     *
     * @throws io.tidemark.offset.OffsetStoreException if the metrics cannot be read
     */
    Map<View, Snapshot> read(Collection<View> views) {
        Instant now = clock.instant();
        Map<View, ReportQuery> reports = new LinkedHashMap<>();
        Set<MetricQuery> queries = new LinkedHashSet<>();
        for (View view : views) {
            ReportQuery report = query(view.period().at(now));
            reports.put(view, report);
            queries.addAll(report.queries());
            view.city().ifPresent(city -> queries.addAll(report.minuteQueries(city)));
        }
        MetricSnapshot answers = metrics.read(group, List.copyOf(queries));
        Map<View, Snapshot> snapshots = new LinkedHashMap<>();
        reports.forEach((view, report) -> snapshots.put(view, snapshot(view, report, answers, now)));
        return snapshots;
    }

    /** Reads the report of a period, in the form that the command line writes. */
    RechargeReport report(PeriodChoice choice) {
        ReportQuery query = query(choice.at(clock.instant()));
        return query.report(metrics.read(group, query.queries()));
    }

    private ReportQuery query(Period period) {
        return new ReportQuery(group, regions, period);
    }

    private static Snapshot snapshot(View view, ReportQuery query, MetricSnapshot answers, Instant now) {
        RechargeReport report = query.report(answers);
        List<RechargeReport.Minute> minutes =
                view.city().map(city -> query.minutes(answers, city)).orElse(report.minutes());
        // the axes stay where they are when a visitor turns to one city
        Window window = Window.of(view.period(), report.minutes(), now);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode root = nodes.objectNode();
        root.putObject("view")
                .put("period", view.period().spelling())
                .put("city", view.city().orElse(null));
        ObjectNode tree = ReportJson.tree(report);
        tree.remove("minutes");
        root.setAll(tree);
        root.set(
                "selected",
                view.city()
                        .map(city -> ReportJson.tree(query.overall(answers, city)))
                        .orElse(null));
        ObjectNode trend = root.putObject("trend");
        trend.set(
                "minutes", Trend.of(minutes, window, Step.MINUTE, MOST_MINUTES).tree());
        trend.set("hours", Trend.of(minutes, window, Step.HOUR, MOST_HOURS).tree());
        return new Snapshot(root.toString(), answers.writtenAt());
    }
}
