package io.tidemark.metrics.redis;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.Period;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Which hashes answer a set of queries: the coarsest that fit, of the days that have values. Not safe for use by several
 * threads.
 */
final class ReadPlan {

    private static final long HOUR = Table.HOUR.seconds();
    private static final long MINUTE = Table.MINUTE.seconds();

    private final GroupKeys keys;
    private final Collection<Long> days;
    private final Map<Source, List<Answer>> answers = new LinkedHashMap<>();
    private final Map<Totals, TotalsAnswer> totals = new HashMap<>();
    private final Map<Series, SeriesAnswer> series = new HashMap<>();
    private final List<Edge> edges = new ArrayList<>();

    /** @param days the starts of the days that have values, in seconds since the epoch, ascending */
    ReadPlan(GroupKeys keys, Collection<? extends MetricQuery> queries, Collection<Long> days) {
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

    /** Whether a plan depends on which days have values. */
    static boolean needsDays(Collection<? extends MetricQuery> queries) {
        return queries.stream()
                .anyMatch(query ->
                        !(query instanceof Totals asked && asked.period().isAll()));
    }

    /** The hashes to read, none twice; those that are read in one run beside each other. */
    List<Source> sources() {
        Map<List<Object>, List<Source>> runs = new LinkedHashMap<>();
        for (Source source : answers.keySet()) {
            runs.computeIfAbsent(List.of(source.metric(), source.tags()), run -> new ArrayList<>())
                    .add(source);
        }
        return runs.values().stream().flatMap(List::stream).toList();
    }

    /** Who wants what was read from a source. */
    List<Answer> answersFor(Source source) {
        return answers.getOrDefault(source, List.of());
    }

    /** Where a period ends within an hour or a day that has values. */
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
        if (query.period().isAll()) {
            read(new Source(query.metric(), List.of(), keys.all(query.metric())), answer);
            return;
        }
        forEachDay(query.period(), (day, from, to) -> {
            if (to - from == Table.DAY.seconds()) {
                read(source(query, Table.DAY, day), answer);
                return;
            }
            edges.add(new Edge(query, Table.HOUR, from, to));
            forEachHour(from, to, (hour, first, end) -> {
                if (end - first == HOUR) {
                    read(source(query, Table.HOUR, hour), answer);
                } else {
                    edges.add(new Edge(query, Table.MINUTE, first, end));
                    forEachMinute(first, end, minute -> read(source(query, Table.MINUTE, minute), answer));
                }
            });
        });
    }

    private void plan(Series query) {
        SeriesAnswer answer = new SeriesAnswer(query);
        series.put(query, answer);
        forEachDay(query.period(), (day, from, to) -> {
            if (query.step() == Step.MINUTE) {
                forEachHour(from, to, (hour, first, end) -> planMinutes(query, answer, hour, first, end));
            } else {
                planHours(query, answer, day, from, to);
            }
        });
    }

    private void planHours(Series query, SeriesAnswer answer, long day, long from, long to) {
        boolean merged = query.tags().isEmpty();
        long firstWhole = Table.HOUR.startOf(from + HOUR - 1);
        long endWhole = Table.HOUR.startOf(to);
        if (merged && firstWhole < endWhole) {
            read(source(query, Table.HOURS, day), answer.ofFields(day, HOUR, firstWhole, endWhole));
        }
        forEachHour(from, to, (hour, first, end) -> {
            if (end - first < HOUR) {
                edges.add(new Edge(query, Table.MINUTE, first, end));
                planMinutes(query, answer, hour, first, end);
            } else if (!merged) {
                read(source(query, Table.HOUR, hour), answer.ofOneStep(hour));
            }
        });
    }

    private void planMinutes(Series query, SeriesAnswer answer, long hour, long first, long end) {
        if (query.tags().isEmpty()) {
            read(source(query, Table.MINUTES, hour), answer.ofFields(hour, MINUTE, first, end));
        } else {
            forEachMinute(first, end, minute -> read(source(query, Table.MINUTE, minute), answer.ofOneStep(minute)));
        }
    }

    private void forEachDay(Period period, Span action) {
        for (long start : days) {
            long from =
                    Math.max(start, period.from().map(Instant::getEpochSecond).orElse(Long.MIN_VALUE));
            long to = Math.min(
                    start + Table.DAY.seconds(),
                    period.to().map(Instant::getEpochSecond).orElse(Long.MAX_VALUE));
            if (from < to) {
                action.accept(start, from, to);
            }
        }
    }

    private static void forEachHour(long from, long to, Span action) {
        for (long hour = Table.HOUR.startOf(from); hour < to; hour += HOUR) {
            action.accept(hour, Math.max(hour, from), Math.min(hour + HOUR, to));
        }
    }

    private static void forEachMinute(long from, long to, LongConsumer action) {
        for (long minute = from; minute < to; minute += MINUTE) {
            action.accept(minute);
        }
    }

    private Source source(Totals query, Table table, long start) {
        return new Source(query.metric(), List.of(), keys.timed(table, query.metric(), start));
    }

    private Source source(Series query, Table table, long start) {
        List<String> tags = query.tags().entrySet().stream()
                .map(tag -> Escaping.escape(tag.getKey()) + '=' + Escaping.escape(tag.getValue()))
                .toList();
        return new Source(query.metric(), tags, keys.timed(table, query.metric(), start));
    }

    private void read(Source source, Answer answer) {
        answers.computeIfAbsent(source, unread -> new ArrayList<>()).add(answer);
    }

    private interface Span {
        void accept(long start, long from, long to);
    }

    /**
     * A part of an hour or a day, which only finer hashes can answer.
     *
     * @param query the query
     * @param table the finer hashes that are read
     * @param from its begin, in seconds since the epoch
     * @param to its end
     */
    record Edge(MetricQuery query, Table table, long from, long to) {}
}
