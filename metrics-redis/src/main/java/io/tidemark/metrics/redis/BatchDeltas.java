package io.tidemark.metrics.redis;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.OffsetStoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A batch's measurements, merged into one value for each field of each hash that they count in. Not safe for use by
 * several threads.
 */
final class BatchDeltas {

    private final MetricBatch batch;
    private final GroupKeys keys;
    private final RedisMetricSinkSettings settings;
    private final Map<MinuteId, Minute> minutes = new HashMap<>();
    private final Map<String, HashDelta> byKey = new LinkedHashMap<>();
    /** By metric, the hash of its whole history. */
    private final Map<String, HashDelta> ever = new HashMap<>();

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<SortedMap<String, String>, Field> tagFields = new HashMap<>();
    private final SortedSet<Long> days = new TreeSet<>();

    private BatchDeltas(MetricBatch batch, GroupKeys keys, RedisMetricSinkSettings settings) {
        this.batch = batch;
        this.keys = keys;
        this.settings = settings;
    }

    /** @throws OffsetStoreException if measurements of the batch do not merge with each other */
    static BatchDeltas of(MetricBatch batch, GroupKeys keys, RedisMetricSinkSettings settings) {
        BatchDeltas deltas = new BatchDeltas(batch, keys, settings);
        int position = 0;
        for (Measurement measurement : batch.measurements()) {
            deltas.add(measurement, position++);
        }
        return deltas;
    }

    /** In no particular order; no key twice. */
    Collection<Delta> hashes() {
        List<Delta> hashes = new ArrayList<>(byKey.values());
        byKey.values().forEach(hash -> hashes.addAll(hash.buckets()));
        return hashes;
    }

    /** Metric to kind. */
    Map<String, Kind> kinds() {
        return kinds;
    }

    /** The starts of the days that have values, in seconds since the epoch. */
    Collection<Long> days() {
        return days;
    }

    private void add(Measurement measurement, int position) {
        Kind kind = Kind.of(measurement.value());
        Kind known = kinds.putIfAbsent(measurement.name(), kind);
        if (known != null && known != kind) {
            throw new OffsetStoreException("Cannot write " + shown(measurement) + " of group " + batch.group()
                    + ": it is a " + kind.stored() + ", before it in the same batch it is a " + known.stored()
                    + "; nothing was written. Give the metric another name");
        }
        Field tags = tagFields.computeIfAbsent(measurement.tags(), own -> new Field(Tags.encode(own)));
        try {
            everOf(measurement.name(), kind).merge(tags, measurement.value(), position);
            measurement.minute().ifPresent(minute -> addTimed(measurement, kind, tags, minute, position));
        } catch (ArithmeticException overflow) {
            throw new OffsetStoreException(
                    "Cannot write " + shown(measurement) + " of group " + batch.group()
                            + ": with the others of its batch it adds up to more than a 64-bit number holds;"
                            + " nothing was written. Measure in a larger unit",
                    overflow);
        }
    }

    private void addTimed(Measurement measurement, Kind kind, Field tags, Instant minute, int position) {
        Minute hashes = minutes.computeIfAbsent(
                new MinuteId(measurement.name(), minute.getEpochSecond()), id -> minute(id.metric, id.second, kind));
        MetricValue value = measurement.value();
        for (HashDelta hash : hashes.byTags) {
            hash.merge(tags, value, position);
        }
        hashes.byHour.merge(hashes.hourOfDay, value, position);
        hashes.byMinute.merge(hashes.minuteOfHour, value, position);
    }

    private Minute minute(String metric, long second, Kind kind) {
        days.add(Table.DAY.startOf(second));
        return new Minute(
                List.of(
                        hash(metric, kind, Table.DAY, second),
                        hash(metric, kind, Table.HOUR, second),
                        hash(metric, kind, Table.TEN, second),
                        hash(metric, kind, Table.MINUTE, second)),
                hash(metric, kind, Table.HOURS, second),
                Field.number((second - Table.HOURS.startOf(second)) / Table.HOUR.seconds()),
                hash(metric, kind, Table.MINUTES, second),
                Field.number((second - Table.MINUTES.startOf(second)) / Table.MINUTE.seconds()));
    }

    private HashDelta everOf(String metric, Kind kind) {
        return ever.computeIfAbsent(
                metric, of -> byKey.computeIfAbsent(keys.all(of), key -> new HashDelta(key, kind, "")));
    }

    private HashDelta hash(String metric, Kind kind, Table table, long second) {
        long start = table.startOf(second);
        return byKey.computeIfAbsent(
                keys.timed(table, metric, start), key -> new HashDelta(key, kind, table.expiry(start, settings)));
    }

    private static String shown(Measurement measurement) {
        return "metric " + measurement.name() + " " + measurement.tags()
                + measurement.minute().map(minute -> " of " + minute).orElse("");
    }

    private record MinuteId(String metric, long second) {}

    /** The hashes that a metric's values of one minute count in. */
    private record Minute(
            List<HashDelta> byTags, HashDelta byHour, Field hourOfDay, HashDelta byMinute, Field minuteOfHour) {}
}
