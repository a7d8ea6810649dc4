package io.tidemark.site;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.site.region.RegionTable;
import io.tidemark.site.report.DimensionQuery;
import io.tidemark.site.report.RechargeMetrics;
import io.tidemark.site.report.RechargeReport;
import io.tidemark.site.report.ReportJson;
import io.tidemark.site.report.ReportQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads what visitors look at: however many views, one reading of the metrics. Safe for use by several threads. */
final class SnapshotReader {

    /** Spans are made up by visitors: the memory of their ends must not grow for ever. */
    private static final int MOST_REMEMBERED = 256;

    private final MetricReader metrics;
    private final GroupId group;
    private final RegionTable regions;
    private final Clock clock;
    private final Map<PeriodChoice, Instant> latestHours = new ConcurrentHashMap<>();

    SnapshotReader(SiteSettings settings) {
        this.metrics = settings.metrics();
        this.group = settings.group();
        this.regions = settings.regions();
        this.clock = settings.clock();
    }

    /**
     * Reads all views from one state of the metrics. A view that cannot be answered while others can (its minutes have
     * expired) has the reason instead of numbers.
     *
     * @throws OffsetStoreException if the metrics cannot be read at all
     */
    Map<View, ViewAnswer> read(Collection<View> views) {
        try {
            return together(views);
        } catch (OffsetStoreException e) {
            // tells a source that is away from a question that it has no answer to
            metrics.read(group, List.of());
            Map<View, ViewAnswer> answers = new LinkedHashMap<>();
            views.forEach(view -> answers.put(view, alone(view)));
            return answers;
        }
    }

    /** Reads the report of a period, in the form that the command line writes. */
    RechargeReport report(PeriodChoice choice) {
        ReportQuery query = query(choice.at(clock.instant()));
        return query.report(metrics.read(group, query.queries()));
    }

    /** Reads the orders of a period by a dimension, as JSON. */
    String dimension(String name, PeriodChoice choice) {
        DimensionQuery query = new DimensionQuery(group, name, choice.at(clock.instant()));
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("dimension", name).put("period", choice.spelling());
        ArrayNode values = root.putArray("values");
        query.values(metrics.read(group, query.queries()))
                .forEach(value ->
                        values.addObject().put("value", value.value()).setAll(ReportJson.tree(value.orders())));
        return root + "\n";
    }

    private ViewAnswer alone(View view) {
        try {
            return Optional.ofNullable(together(List.of(view)).get(view)).orElseThrow();
        } catch (OffsetStoreException e) {
            return new ViewAnswer.Unanswerable(String.valueOf(e.getMessage()));
        }
    }

    private Map<View, ViewAnswer> together(Collection<View> views) {
        Instant now = clock.instant();
        List<ViewQuery> queries = views.stream().map(view -> query(view, now)).toList();
        MetricSnapshot answers = metrics.read(
                group,
                queries.stream()
                        .flatMap(query -> query.queries().stream())
                        .distinct()
                        .toList());
        Map<View, ViewAnswer> snapshots = new LinkedHashMap<>();
        for (ViewQuery query : queries) {
            snapshots.put(query.view(), query.snapshot(answers));
            remember(query, answers);
        }
        return snapshots;
    }

    private ViewQuery query(View view, Instant now) {
        Period period = view.period().at(now);
        return new ViewQuery(
                view,
                query(period),
                Spans.isShort(period)
                        ? Spans.whole(period)
                        : Spans.latest(period, latestHour(view.period(), period, now)),
                now);
    }

    private ReportQuery query(Period period) {
        return new ReportQuery(group, regions, period);
    }

    private Instant latestHour(PeriodChoice choice, Period period, Instant now) {
        return Optional.ofNullable(latestHours.get(choice)).orElseGet(() -> {
            MetricQuery.Series orders = MetricQuery.Series.of(RechargeMetrics.ORDERS, Map.of(), period, Step.HOUR);
            List<Instant> hours = List.copyOf(
                    metrics.read(group, List.of(orders)).series(orders).keySet());
            return hours.isEmpty() ? now : Window.latest(hours, now);
        });
    }

    private void remember(ViewQuery query, MetricSnapshot answers) {
        List<Instant> hours = query
                .report()
                .steps(answers, Optional.empty(), query.spans().hours(), Step.HOUR)
                .stream()
                .map(RechargeReport.Minute::minute)
                .toList();
        if (latestHours.size() >= MOST_REMEMBERED) {
            latestHours.clear();
        }
        if (hours.isEmpty()) {
            latestHours.remove(query.view().period());
        } else {
            latestHours.put(query.view().period(), Window.latest(hours, query.now()));
        }
    }
}
