package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.internal.layout.Kind;
import io.tidemark.offset.OffsetStoreException;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One merged value for each step. */
final class SeriesAnswer {

    private final Series query;
    private final SortedMap<Long, Accumulator> values = new TreeMap<>();

    SeriesAnswer(Series query) {
        this.query = query;
    }

    /** Adds the values of a hash that spans at most one step and has tags as fields. */
    Answer ofOneStep(long start) {
        return (kind, overflow, field, value) -> add(start, kind, overflow, value);
    }

    /** Adds the values within a span of a hash whose fields are minutes or hours since its start. */
    Answer ofFields(long start, long fieldSeconds, long from, long to) {
        return (kind, overflow, field, value) -> {
            long time = start + fieldSeconds * index(field);
            if (time >= from && time < to) {
                add(time, kind, overflow, value);
            }
        };
    }

    SortedMap<Instant, MetricValue> result() {
        SortedMap<Instant, MetricValue> series = new TreeMap<>();
        values.forEach((start, value) -> series.put(Instant.ofEpochSecond(start), value.result()));
        return Collections.unmodifiableSortedMap(series);
    }

    private void add(long time, Kind kind, SumOverflow overflow, String value) {
        long step = query.step().length().toSeconds();
        values.computeIfAbsent(Math.floorDiv(time, step) * step, absent -> new Accumulator(kind, overflow))
                .add(value);
    }

    private static int index(String field) {
        try {
            return Integer.parseInt(field);
        } catch (NumberFormatException e) {
            throw new OffsetStoreException(
                    "Cannot read a series: field '" + field
                            + "' is not the number of a minute or an hour; no sink wrote" + " it, remove it",
                    e);
        }
    }
}
