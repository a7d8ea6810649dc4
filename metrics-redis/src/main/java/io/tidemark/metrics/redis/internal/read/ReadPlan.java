package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.Table;
import io.tidemark.metrics.redis.internal.layout.Tags;
import io.tidemark.metrics.redis.internal.read.Run.Growth;
import io.tidemark.metrics.redis.internal.read.Run.Source;
import io.tidemark.metrics.redis.internal.read.Run.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The hashes that answer a set of queries: the coarsest ones that fit, of the days that have values. Not safe for use
 * by several threads.
 */
public final class ReadPlan {

    private static final long HOUR = Table.HOUR.seconds();

    private final GroupKeys keys;
    private final Collection<Long> days;
    private final List<Run> runs = new ArrayList<>();
    private final Map<Totals, TotalsAnswer> totals = new HashMap<>();
    private final Map<Series, SeriesAnswer> series = new HashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    /**
     * @param days the starts of the days that have values, in seconds since the epoch; a run has their hashes in this
     *     order
     */
    public ReadPlan(GroupKeys keys, Collection<? extends MetricQuery> queries, Collection<Long> days) {
        this.keys = keys;
        this.days = days;
        for (MetricQuery query : queries) {
            if (query instanceof Totals asked && !totals.containsKey(asked)) {
                plan(asked);
            } else if (query instanceof Series asked && !series.containsKey(asked)) {
                plan(asked);
            }
        }
    }

    /** Whether the plan depends on the days that have values. */
    public static boolean needsDays(Collection<? extends MetricQuery> queries) {
        return queries.stream()
                .anyMatch(query ->
                        !(query instanceof Totals asked && asked.period().isAll()));
    }

    /** The hashes to read. */
    public List<Run> runs() {
        return runs;
    }

    /** The bounds of a period that are within an hour or a day with values. */
    List<Edge> edges() {
        return edges;
    }

    Map<Totals, TotalsAnswer> totals() {
        return totals;
    }

    Map<Series, SeriesAnswer> series() {
        return series;
    }

    private void plan(Totals query) {
        TotalsAnswer answer = new TotalsAnswer();
        totals.put(query, answer);
        String metric = query.metric();
        if (query.period().isAll()) {
            Run run = run(metric, List.of(), Way.FOLD, Optional.empty());
            run.sources().add(new Source(keys.all(metric), answer));
            return;
        }
        Run run = run(metric, List.of(), Way.FOLD, growth(query.period(), Table.DAY, metric));
        SpanReader reader = (table, start) -> run.sources().add(new Source(keys.timed(table, metric, start), answer));
        forEachDay(query.period(), (day, from, to) -> {
            if (to - from == Table.DAY.seconds()) {
                reader.read(Table.DAY, day);
                return;
            }
            edges.add(new Edge(query, Table.HOUR, from, to));
            forEach(Table.HOUR, from, to, (hour, first, end) -> {
                if (end - first == HOUR) {
                    reader.read(Table.HOUR, hour);
                } else {
                    edges.add(new Edge(query, Table.MINUTE, first, end));
                    planPartOfHour(reader, first, end);
                }
            });
        });
    }

    private static void planPartOfHour(SpanReader reader, long from, long to) {
        forEach(Table.TEN, from, to, (ten, first, end) -> {
            if (end - first == Table.TEN.seconds()) {
                reader.read(Table.TEN, ten);
            } else {
                forEach(Table.MINUTE, first, end, (minute, start, next) -> reader.read(Table.MINUTE, minute));
            }
        });
    }

    private void plan(Series query) {
        SeriesAnswer answer = new SeriesAnswer(query);
        series.put(query, answer);
        boolean merged = query.tags().isEmpty();
        Table table = query.step() == Step.MINUTE
                ? (merged ? Table.MINUTES : Table.MINUTE)
                : (merged ? Table.HOURS : Table.HOUR);
        SeriesRun run = new SeriesRun(
                query,
                answer,
                run(
                        query.metric(),
                        Tags.encodeEach(query.tags()),
                        Way.EACH,
                        growth(query.period(), table, query.metric())));
        forEachDay(query.period(), (day, from, to) -> {
            if (query.step() == Step.MINUTE) {
                forEach(Table.HOUR, from, to, (hour, first, end) -> planMinutes(run, hour, first, end));
            } else {
                planHours(run, day, from, to);
            }
        });
    }

    private void planHours(SeriesRun run, long day, long from, long to) {
        long firstWhole = Table.HOUR.startOf(from + HOUR - 1);
        long endWhole = Table.HOUR.startOf(to);
        if (run.merged() && firstWhole < endWhole) {
            run.read(Table.HOURS, day, run.answer.ofFields(day, HOUR, firstWhole, endWhole));
        }
        forEach(Table.HOUR, from, to, (hour, first, end) -> {
            if (end - first < HOUR) {
                edges.add(new Edge(run.query, Table.MINUTE, first, end));
                planMinutes(run, hour, first, end);
            } else if (!run.merged()) {
                run.read(Table.HOUR, hour, run.answer.ofOneStep(hour));
            }
        });
    }

    private static void planMinutes(SeriesRun run, long hour, long from, long to) {
        if (run.merged()) {
            run.read(Table.MINUTES, hour, run.answer.ofFields(hour, Table.MINUTE.seconds(), from, to));
        } else {
            forEach(
                    Table.MINUTE,
                    from,
                    to,
                    (minute, start, next) -> run.read(Table.MINUTE, minute, run.answer.ofOneStep(minute)));
        }
    }

    private Optional<Growth> growth(Period period, Table table, String metric) {
        return Optional.of(new Growth(begin(period), end(period), table, keys.stem(table, metric)));
    }

    private static long begin(Period period) {
        return period.from().map(Instant::getEpochSecond).orElse(Long.MIN_VALUE);
    }

    private static long end(Period period) {
        return period.to().map(Instant::getEpochSecond).orElse(Long.MAX_VALUE);
    }

    private Run run(String metric, List<String> tags, Way way, Optional<Growth> growth) {
        Run run = new Run(metric, tags, way, new ArrayList<>(), growth);
        runs.add(run);
        return run;
    }

    private void forEachDay(Period period, Span action) {
        for (long start : days) {
            long from = Math.max(start, begin(period));
            long to = Math.min(start + Table.DAY.seconds(), end(period));
            if (from < to) {
                action.accept(start, from, to);
            }
        }
    }

    /** Iterates over the hashes of the tables that overlap a span. */
    private static void forEach(Table table, long from, long to, Span action) {
        for (long start = table.startOf(from); start < to; start += table.seconds()) {
            action.accept(start, Math.max(start, from), Math.min(start + table.seconds(), to));
        }
    }

    private interface Span {
        void accept(long start, long from, long to);
    }

    private interface SpanReader {
        void read(Table table, long start);
    }

    /** The run of one series. */
    private final class SeriesRun {

        private final Series query;
        private final SeriesAnswer answer;
        private final Run run;

        SeriesRun(Series query, SeriesAnswer answer, Run run) {
            this.query = query;
            this.answer = answer;
            this.run = run;
        }

        /** Whether the query is for the values of all tags merged, which have hashes of their own. */
        boolean merged() {
            return query.tags().isEmpty();
        }

        void read(Table table, long start, Answer wants) {
            run.sources().add(new Source(keys.timed(table, query.metric(), start), wants));
        }
    }

    /**
     * A part of an hour or a day. Only finer hashes can answer it.
     *
     * @param query the query
     * @param table the finer hashes that are read
     * @param from its start, in seconds since the epoch
     * @param to its end
     */
    record Edge(MetricQuery query, Table table, long from, long to) {}
}
