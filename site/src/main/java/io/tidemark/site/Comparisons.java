package io.tidemark.site;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RechargeReport.Minute;
import io.tidemark.recharge.report.ReportQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads what views are compared with. The past hardly changes, so each view's is read once a minute and not at every
 * tick. A comparison that cannot be read is left out: the view does not depend on it. Safe for use by several threads.
 */
final class Comparisons {

    private final MetricReader metrics;
    private final int most;
    private final Map<View, Known> known = new ConcurrentHashMap<>();

    /** @param most how many views are remembered */
    Comparisons(MetricReader metrics, int most) {
        this.metrics = metrics;
        this.most = most;
    }

    private record Known(Instant minute, Comparison comparison) {}

    /** @param report the view's report, which names group and regions */
    Comparison of(View view, ReportQuery report, Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        Known last = known.get(view);
        if (last != null && last.minute().equals(minute)) {
            return last.comparison();
        }
        Map<String, Comparison.Earlier> earlier = new TreeMap<>();
        Comparison.shifts(view.period(), now).forEach((name, shift) -> {
            List<Minute> minutes = read(view, report, Comparison.before(report.period(), shift));
            if (!minutes.isEmpty()) {
                earlier.put(name, new Comparison.Earlier(shift, minutes));
            }
        });
        Comparison comparison = new Comparison(report.period(), earlier);
        if (known.size() >= most) {
            known.clear();
        }
        known.put(view, new Known(minute, comparison));
        return comparison;
    }

    private List<Minute> read(View view, ReportQuery report, Period period) {
        List<MetricQuery> queries = new ArrayList<>(ReportQuery.stepQueries(view.city(), period, Step.MINUTE));
        // a series leaves out minutes that have expired; a total fails, and a part must not be compared with a whole
        queries.add(new MetricQuery.Totals(RechargeMetrics.ORDERS, period));
        try {
            MetricSnapshot answers = metrics.read(report.group(), queries);
            return report.steps(answers, view.city(), period, Step.MINUTE);
        } catch (OffsetStoreException e) {
            return List.of();
        }
    }
}
