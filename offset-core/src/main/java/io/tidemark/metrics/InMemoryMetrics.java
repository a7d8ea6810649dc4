package io.tidemark.metrics;

import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of one group. Not safe for use by several threads: the sink's lock guards it. */
final class InMemoryMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(InMemoryMetrics.class);

    private final GroupId group;
    private final SumOverflow overflow;
    private long saturated;
    /** In the order of their last write, so that merging them in this order keeps the last value. */
    private final LinkedHashMap<Cell, MetricValue> cells = new LinkedHashMap<>();

    private final Map<Tagged, MetricValue> wholeHistory = new HashMap<>();
    private final Map<String, Class<? extends MetricValue>> kinds = new HashMap<>();
    private Optional<Instant> writtenAt = Optional.empty();

    InMemoryMetrics(GroupId group, SumOverflow overflow) {
        this.group = group;
        this.overflow = overflow;
    }

    /**
     * Merges measurements with the stored values and changes nothing yet.
     *
     * @throws OffsetStoreException if one cannot be merged
     */
    Merged merge(List<Measurement> measurements) {
        Merged merged = new Merged(new LinkedHashMap<>(), new HashMap<>(), new HashMap<>(), new AtomicLong());
        for (Measurement measurement : measurements) {
            Tagged tagged = new Tagged(measurement.name(), measurement.tags());
            Cell cell = new Cell(tagged, measurement.time());
            requireKind(measurement, merged);
            MetricValue value = sum(measurement, merged.cells.getOrDefault(cell, cells.get(cell)), merged.saturated);
            merged.cells.remove(cell);
            merged.cells.put(cell, value);
            merged.wholeHistory.put(
                    tagged,
                    sum(
                            measurement,
                            merged.wholeHistory.getOrDefault(tagged, wholeHistory.get(tagged)),
                            merged.saturated));
        }
        return merged;
    }

    void replace(Merged merged, Instant now) {
        merged.cells.forEach((cell, value) -> {
            cells.remove(cell);
            cells.put(cell, value);
        });
        wholeHistory.putAll(merged.wholeHistory);
        kinds.putAll(merged.kinds);
        writtenAt = Optional.of(now);
        if (merged.saturated.get() > 0) {
            saturated += merged.saturated.get();
            LOG.warn(
                    "{} values of group {} exceed a 64-bit number and were limited to it: their totals are too small",
                    merged.saturated,
                    group);
        }
    }

    /** How many values were limited to the range of a {@code long}. */
    long saturated() {
        return saturated;
    }

    MetricSnapshot answer(Collection<? extends MetricQuery> queries, Map<TopicPartition, StoredOffset> ledger) {
        Map<Totals, Map<SortedMap<String, String>, MetricValue>> totals = new HashMap<>();
        Map<Series, SortedMap<Instant, MetricValue>> series = new HashMap<>();
        for (MetricQuery query : queries) {
            try {
                if (query instanceof Totals asked) {
                    totals.put(asked, totals(asked));
                } else if (query instanceof Series asked) {
                    series.put(asked, series(asked));
                }
            } catch (ArithmeticException exceeded) {
                throw new OffsetStoreException(
                        "Cannot read " + query + " of group " + group
                                + ": the sum overflows a 64-bit number; ask for a shorter period",
                        exceeded);
            }
        }
        return new InMemoryMetricSnapshot(totals, series, ledger, writtenAt, overflow, saturated);
    }

    private Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
        Map<SortedMap<String, String>, MetricValue> answer = new HashMap<>();
        if (query.period().isAll()) {
            wholeHistory.forEach((tagged, value) -> {
                if (tagged.name.equals(query.metric())) {
                    answer.put(tagged.tags, value);
                }
            });
            return answer;
        }
        cells.forEach((cell, value) -> {
            if (cell.tagged.name.equals(query.metric())
                    && cell.time.filter(query.period()::contains).isPresent()) {
                answer.merge(cell.tagged.tags, value, (one, other) -> one.merge(other, overflow));
            }
        });
        return answer;
    }

    private SortedMap<Instant, MetricValue> series(Series query) {
        SortedMap<Instant, MetricValue> answer = new TreeMap<>();
        long step = query.step().length().toSeconds();
        cells.forEach((cell, value) -> {
            if (cell.tagged.name.equals(query.metric())
                    && cell.tagged.tags.entrySet().containsAll(query.tags().entrySet())) {
                cell.time
                        .filter(query.period()::contains)
                        .filter(time -> time.step().compareTo(query.step()) <= 0)
                        .ifPresent(time -> {
                            long start = Math.floorDiv(time.start().getEpochSecond(), step) * step;
                            answer.merge(
                                    Instant.ofEpochSecond(start), value, (one, other) -> one.merge(other, overflow));
                        });
            }
        });
        return answer;
    }

    private void requireKind(Measurement measurement, Merged merged) {
        Class<? extends MetricValue> given = measurement.value().getClass();
        Class<? extends MetricValue> known =
                merged.kinds.computeIfAbsent(measurement.name(), name -> kinds.getOrDefault(name, given));
        if (known != given) {
            throw new OffsetStoreException("Cannot write " + shown(measurement) + " of group " + group + ": it is a "
                    + given.getSimpleName() + ", what was written before is a " + known.getSimpleName()
                    + "; nothing was written. Give the metric another name, or write the kind that it has");
        }
    }

    private MetricValue sum(Measurement measurement, @Nullable MetricValue before, AtomicLong limited) {
        if (before == null) {
            return measurement.value();
        }
        try {
            return before.merge(measurement.value());
        } catch (ArithmeticException exceeded) {
            if (overflow == SumOverflow.SATURATE) {
                limited.incrementAndGet();
                return before.merge(measurement.value(), overflow);
            }
            throw new OffsetStoreException(
                    "Cannot write " + shown(measurement) + " of group " + group + ": " + before + " and "
                            + measurement.value()
                            + " add up to more than a 64-bit number holds; nothing was written. Measure in a larger unit, or set the sink to SumOverflow.SATURATE",
                    exceeded);
        }
    }

    private static String shown(Measurement measurement) {
        return "metric " + measurement.name() + " " + measurement.tags()
                + measurement.time().map(time -> " of " + time).orElse("");
    }

    /** The new values after a batch. */
    record Merged(
            LinkedHashMap<Cell, MetricValue> cells,
            Map<Tagged, MetricValue> wholeHistory,
            Map<String, Class<? extends MetricValue>> kinds,
            AtomicLong saturated) {}

    private record Tagged(String name, SortedMap<String, String> tags) {}

    private record Cell(Tagged tagged, Optional<MetricTime> time) {}
}
