package io.tidemark.site.testing;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** Metrics of one group without a server: measurements in a list, merged whenever somebody reads. */
public final class MetricsInMemory implements MetricReader {

    private final List<Measurement> measurements = new ArrayList<>();
    private final AtomicLong reads = new AtomicLong();
    private Optional<Instant> writtenAt = Optional.empty();
    private Optional<String> failure = Optional.empty();

    /** Adds a batch. */
    public synchronized void write(Instant at, Collection<Measurement> batch) {
        measurements.addAll(batch);
        writtenAt = Optional.of(at);
    }

    /** Fails every reading from now on. */
    public synchronized void fail(String message) {
        failure = Optional.of(message);
    }

    /** Answers again. */
    public synchronized void recover() {
        failure = Optional.empty();
    }

    /** How often it was read. */
    public long reads() {
        return reads.get();
    }

    @Override
    public synchronized MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
        reads.incrementAndGet();
        if (failure.isPresent()) {
            throw new OffsetStoreException(failure.get());
        }
        return new Snapshot(List.copyOf(measurements), List.copyOf(queries), writtenAt);
    }

    private record Snapshot(List<Measurement> measurements, List<MetricQuery> queries, Optional<Instant> writtenAt)
            implements MetricSnapshot {

        @Override
        public Map<SortedMap<String, String>, MetricValue> totals(MetricQuery.Totals query) {
            requireAsked(query);
            Map<SortedMap<String, String>, MetricValue> totals = new HashMap<>();
            for (Measurement measurement : measurements) {
                if (measurement.name().equals(query.metric()) && lies(measurement, query.period())) {
                    totals.merge(measurement.tags(), measurement.value(), MetricValue::merge);
                }
            }
            return totals;
        }

        @Override
        public SortedMap<Instant, MetricValue> series(MetricQuery.Series query) {
            requireAsked(query);
            SortedMap<Instant, MetricValue> series = new TreeMap<>();
            long step = query.step().length().toSeconds();
            for (Measurement measurement : measurements) {
                if (measurement.name().equals(query.metric())
                        && measurement.minute().isPresent()
                        && lies(measurement, query.period())
                        && measurement
                                .tags()
                                .entrySet()
                                .containsAll(query.tags().entrySet())) {
                    long second = measurement.minute().get().getEpochSecond();
                    series.merge(
                            Instant.ofEpochSecond(second - Math.floorMod(second, step)),
                            measurement.value(),
                            MetricValue::merge);
                }
            }
            return series;
        }

        @Override
        public Map<TopicPartition, StoredOffset> ledger() {
            return Map.of();
        }

        private void requireAsked(MetricQuery query) {
            if (!queries.contains(query)) {
                throw new IllegalArgumentException("Cannot answer " + query + ": it was not asked");
            }
        }

        private static boolean lies(Measurement measurement, Period period) {
            return measurement.minute().map(period::contains).orElse(period.isAll());
        }
    }
}
