package io.tidemark.metrics.redis;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.internal.layout.Field;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.Kind;
import io.tidemark.metrics.redis.internal.layout.Table;
import io.tidemark.metrics.redis.internal.layout.Tags;
import io.tidemark.metrics.redis.internal.write.Additions;
import io.tidemark.metrics.redis.internal.write.Delta;
import io.tidemark.metrics.redis.internal.write.HashDelta;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
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
 * The measurements of a batch, merged into one value for each field of each hash that they change. Not safe for use by
 * several threads.
 */
final class BatchDeltas {

    /** The number of measurements between two checks of the size. A check visits all hashes. */
    private static final int CHECK_INTERVAL = 10_000;

    private final MetricBatch batch;
    private final GroupKeys keys;
    private final RedisMetricSinkSettings settings;
    private final Additions additions;
    private final Map<Moment, Hashes> timed = new HashMap<>();
    private final Map<String, HashDelta> byKey = new LinkedHashMap<>();
    /** The hash of the whole history, by metric. */
    private final Map<String, HashDelta> ever = new HashMap<>();

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<SortedMap<String, String>, Field> tagFields = new HashMap<>();
    private final SortedSet<Long> days = new TreeSet<>();

    private BatchDeltas(MetricBatch batch, GroupKeys keys, RedisMetricSinkSettings settings) {
        this.batch = batch;
        this.keys = keys;
        this.settings = settings;
        this.additions = new Additions(settings.overflow());
    }

    /**
     * @throws BatchTooLargeException if they change more than one write allows
     * @throws OffsetStoreException if measurements of the batch do not merge with each other
     */
    static BatchDeltas of(MetricBatch batch, GroupKeys keys, RedisMetricSinkSettings settings) {
        BatchDeltas deltas = new BatchDeltas(batch, keys, settings);
        int position = 0;
        for (Measurement measurement : batch.measurements()) {
            deltas.add(measurement, position++);
            if (position % CHECK_INTERVAL == 0) {
                deltas.requireNotTooLarge();
            }
        }
        deltas.requireNotTooLarge();
        return deltas;
    }

    private void requireNotTooLarge() {
        Collection<Delta> hashes = hashes();
        // Redis takes about as long for a hash as for a field
        long changes = hashes.size();
        for (Delta hash : hashes) {
            changes += hash.cost();
        }
        int entries = batch.ranges().size();
        if (changes + entries > settings.maxWriteSize()) {
            throw new BatchTooLargeException("Cannot write a batch of group " + batch.group() + " to Redis: its "
                    + batch.measurements().size() + " measurements change " + changes
                    + " hashes and fields or more, its ranges " + entries
                    + " ledger entries, and one write changes at most " + settings.maxWriteSize()
                    + " (maxWriteSize); nothing was written. A managed stream splits such a batch; a single record that is"
                    + " too large needs a larger maxWriteSize, or fewer measurements of one record");
        }
    }

    /** In no particular order; each key once. */
    Collection<Delta> hashes() {
        List<Delta> hashes = new ArrayList<>(byKey.values());
        byKey.values().forEach(hash -> hash.buckets().ifPresent(hashes::add));
        return hashes;
    }

    /** The kind of each metric. */
    Map<String, Kind> kinds() {
        return kinds;
    }

    /** The number of sums of the batch itself that were limited to the range of a {@code long}. */
    long saturated() {
        return additions.saturated();
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
            measurement.time().ifPresent(time -> addTimed(measurement, kind, tags, time, position));
        } catch (ArithmeticException overflow) {
            throw new OffsetStoreException(
                    "Cannot write " + shown(measurement) + " of group " + batch.group()
                            + ": with the others of its batch it adds up to more than a 64-bit number holds;"
                            + " nothing was written. Measure in a larger unit, or set the sink to SumOverflow.SATURATE",
                    overflow);
        }
    }

    private void addTimed(Measurement measurement, Kind kind, Field tags, MetricTime time, int position) {
        Hashes hashes = timed.computeIfAbsent(
                new Moment(measurement.name(), time.start().getEpochSecond(), time.step()), of -> hashes(of, kind));
        MetricValue value = measurement.value();
        hashes.byTags.forEach(hash -> hash.merge(tags, value, position));
        hashes.byStep.forEach(step -> step.hash.mergeNumber(step.field, value, position));
    }

    private Hashes hashes(Moment moment, Kind kind) {
        days.add(Table.DAY.startOf(moment.second));
        List<HashDelta> byTags = new ArrayList<>();
        List<StepField> byStep = new ArrayList<>();
        byTags.add(hash(moment, kind, Table.DAY));
        byTags.add(hash(moment, kind, Table.HOUR));
        byStep.add(stepField(moment, kind, Table.HOURS, Table.HOUR));
        if (moment.step == Step.MINUTE) {
            byTags.add(hash(moment, kind, Table.TEN));
            byTags.add(hash(moment, kind, Table.MINUTE));
            byStep.add(stepField(moment, kind, Table.MINUTES, Table.MINUTE));
        }
        return new Hashes(byTags, byStep);
    }

    private StepField stepField(Moment moment, Kind kind, Table table, Table step) {
        long number = (moment.second - table.startOf(moment.second)) / step.seconds();
        return new StepField(hash(moment, kind, table), Field.number(number));
    }

    private HashDelta everOf(String metric, Kind kind) {
        return ever.computeIfAbsent(
                metric, of -> byKey.computeIfAbsent(keys.all(of), key -> new HashDelta(key, kind, "", additions)));
    }

    private HashDelta hash(Moment moment, Kind kind, Table table) {
        long start = table.startOf(moment.second);
        return byKey.computeIfAbsent(
                keys.timed(table, moment.metric, start),
                key -> new HashDelta(key, kind, table.expiry(start, settings.retention()), additions));
    }

    private static String shown(Measurement measurement) {
        return "metric " + measurement.name() + " " + measurement.tags()
                + measurement.time().map(time -> " of " + time).orElse("");
    }

    private record Moment(String metric, long second, Step step) {}

    /** The hashes that hold a metric's values of one minute or hour. */
    private record Hashes(List<HashDelta> byTags, List<StepField> byStep) {}

    /** One step of time in a hash of all tags merged. */
    private record StepField(HashDelta hash, Field field) {}
}
