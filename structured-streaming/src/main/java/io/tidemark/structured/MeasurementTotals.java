package io.tidemark.structured;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Merges the measurements of a batch, so that few of them travel and are written. Not thread-safe. */
final class MeasurementTotals {

    private final Map<Key, Measurement> totals = new HashMap<>();
    /** Values that do not fit into one: the sink decides what to do with them. */
    private final List<Measurement> others = new ArrayList<>();

    private record Key(
            String name,
            SortedMap<String, String> tags,
            Optional<MetricTime> time,
            Class<? extends MetricValue> kind) {}

    /**
     * Adds a measurement.
     *
     * @throws IllegalArgumentException if it is a second last value in one batch, where no order says which is the last
     */
    void add(Measurement measurement) {
        Key key = new Key(
                measurement.name(),
                measurement.tags(),
                measurement.time(),
                measurement.value().getClass());
        Measurement before = totals.putIfAbsent(key, measurement);
        if (before == null) {
            return;
        }
        if (measurement.value() instanceof MetricValue.Last) {
            throw new IllegalArgumentException("Cannot write rows of metrics: one batch has two rows for metric '"
                    + measurement.name() + "', tags " + measurement.tags() + ", with column 'merge' at 'last';"
                    + " rows have no order that says which one is the last: keep one of them in the query");
        }
        try {
            totals.put(
                    key,
                    new Measurement(
                            measurement.name(),
                            measurement.tags(),
                            measurement.time(),
                            before.value().merge(measurement.value())));
        } catch (ArithmeticException e) {
            others.add(measurement);
        }
    }

    /** All that was added, merged. */
    List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>(totals.values());
        all.addAll(others);
        return all;
    }
}
