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
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.DimensionQuery;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.report.ReportQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the views of all visitors, with one reading of the metrics for any number of views. If a view fails, the others
 * do not, and the failed view is not retried for a while, because retries would double the readings of the others. Safe
 * for use by several threads.
 */
final class SnapshotReader {

    /** Visitors choose arbitrary periods, so this cache must be bounded. */
    private static final int MOST_REMEMBERED = 256;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);

    private final MetricReader metrics;
    private final GroupId group;
    private final RegionTable regions;
    private final Clock clock;
    private final Map<PeriodChoice, Instant> latestHours = new ConcurrentHashMap<>();
    private final LogThrottle warnings = new LogThrottle(RETRY_AFTER);
    private final Comparisons comparisons;
    private final Map<View, Failure> failures = new ConcurrentHashMap<>();

    SnapshotReader(SiteSettings settings) {
        this.metrics = settings.metrics();
        this.comparisons = new Comparisons(metrics, MOST_REMEMBERED);
        this.group = settings.group();
        this.regions = settings.regions();
        this.clock = settings.clock();
    }

    /**
     * Reads all views from one state of the metrics. If only some views cannot be answered (their minutes have
     * expired), they have the reason instead of numbers.
     *
     * @throws OffsetStoreException if the metrics cannot be read at all
     */
    Map<View, ViewAnswer> read(Collection<View> views) {
        Map<View, ViewAnswer> answers = new LinkedHashMap<>();
        List<View> healthy = new ArrayList<>();
        for (View view : views) {
            Optional<ViewAnswer> failed = failedLately(view);
            failed.ifPresentOrElse(answer -> answers.put(view, answer), () -> healthy.add(view));
        }
        try {
            answers.putAll(together(healthy));
        } catch (RuntimeException e) {
            requireSource();
            healthy.forEach(view -> answers.put(view, alone(view)));
        }
        return answers;
    }

    /**
     * Distinguishes an unavailable source from a query that it cannot answer.
     *
     * @throws OffsetStoreException if the metrics cannot be read at all
     */
    void requireSource() {
        var unused = writtenAt();
    }

    /**
     * When the last batch was written.
     *
     * @throws OffsetStoreException if the metrics cannot be read at all
     */
    Optional<Instant> writtenAt() {
        return metrics.read(group, List.of()).writtenAt();
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
            requireSource();
            return failed(view, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            warnings.due().ifPresent(count -> LOG.warn("Cannot show {} ({} such failures)", view, count, e));
            return failed(view, "this view cannot be computed; the server's log has the reason");
        }
    }

    private ViewAnswer failed(View view, String reason) {
        ViewAnswer answer = new ViewAnswer.Unanswerable(reason);
        if (failures.size() >= MOST_REMEMBERED) {
            failures.clear();
        }
        failures.put(view, new Failure(answer, System.nanoTime()));
        return answer;
    }

    private Optional<ViewAnswer> failedLately(View view) {
        Failure failure = failures.get(view);
        if (failure == null) {
            return Optional.empty();
        }
        if (System.nanoTime() - failure.nanos() > RETRY_AFTER.toNanos()) {
            failures.remove(view);
            return Optional.empty();
        }
        return Optional.of(failure.answer());
    }

    private record Failure(ViewAnswer answer, long nanos) {}

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
            Comparison comparison = comparisons.of(query.view(), query.report(), now);
            snapshots.put(query.view(), query.snapshot(answers, comparison));
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
            MetricQuery.Series orders = ReportQuery.series(RechargeMetrics.ORDERS, Optional.empty(), period, Step.HOUR);
            List<Instant> hours = List.copyOf(query(period)
                    .sums(metrics.read(group, List.of(orders)), orders)
                    .keySet());
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
