package io.tidemark.offset.tck;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Min;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Sinks that each violate the contract in one way. {@link BrokenStores} has those with a broken ledger. */
final class BrokenSinks {

    private BrokenSinks() {}

    private static void pause() {
        LockSupport.parkNanos(100_000);
    }

    // ---- writing

    /** Moves the ledger before it checks that the measurements merge. */
    static class MovesTheLedgerFirst extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(new MetricBatch(batch.coverage(), List.of()));
            countUnconditionally(batch.group(), batch.measurements());
        }
    }

    /** Counts before it checks the ledger. */
    static class CountsFirst extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            countUnconditionally(batch.group(), batch.measurements());
            sound.write(new MetricBatch(batch.coverage(), List.of()));
        }
    }

    /** Moves only the ledger. */
    static class CountsNothing extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(new MetricBatch(batch.coverage(), List.of()));
        }
    }

    /** Checks the ledger, counts, and moves the ledger later. */
    static class LosesUpdates extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            batch.coverage()
                    .requireStored(sound.load(batch.group(), batch.coverage().topics()));
            pause();
            countUnconditionally(batch.group(), batch.measurements());
            try {
                sound.write(new MetricBatch(batch.coverage(), List.of()));
            } catch (OffsetConflictException overtaken) {
                pause();
            }
        }
    }

    /** Counts each range separately. */
    static class WritesInPart extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            boolean first = true;
            for (PartitionRange range : batch.ranges()) {
                sound.write(new MetricBatch(batch.group(), List.of(range), first ? batch.measurements() : List.of()));
                first = false;
                pause();
            }
        }
    }

    /** If the ledger is not at the expected offset, counts nothing but moves it. */
    static class JumpsOverConflicts extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            try {
                sound.write(batch);
            } catch (OffsetConflictException conflict) {
                Map<TopicPartition, StoredOffset> ledger =
                        sound.load(batch.group(), batch.coverage().topics());
                for (PartitionRange range : batch.ranges()) {
                    StoredOffset entry = ledger.get(range.partition());
                    if (entry != null && entry.offset() < range.until()) {
                        sound.write(new MetricBatch(
                                batch.group(),
                                List.of(new PartitionRange(range.partition(), entry.offset(), range.until())),
                                List.of()));
                    }
                }
                throw conflict;
            }
        }
    }

    /** Skips batches without measurements. */
    static class DropsBatchesWithoutMeasurements extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            if (batch.measurements().isEmpty()) {
                batch.coverage()
                        .requireStored(
                                sound.load(batch.group(), batch.coverage().topics()));
            } else {
                sound.write(batch);
            }
        }
    }

    /** Skips batches without offsets. */
    static class DropsEmptyRanges extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            if (batch.ranges().stream().allMatch(PartitionRange::isEmpty)) {
                batch.coverage()
                        .requireStored(
                                sound.load(batch.group(), batch.coverage().topics()));
            } else {
                sound.write(batch);
            }
        }
    }

    /** Of several measurements with the same key, counts only the last. */
    static class KeepsOneOfABatch extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            Map<Object, Measurement> last = new LinkedHashMap<>();
            batch.measurements().forEach(one -> last.put(List.of(one.name(), one.tags(), one.time()), one));
            sound.write(new MetricBatch(batch.coverage(), List.copyOf(last.values())));
        }
    }

    /** Writes only the first 1,000 measurements. */
    static class WritesOnePage extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(new MetricBatch(
                    batch.coverage(), batch.measurements().stream().limit(1_000).toList()));
        }
    }

    /** Counts all groups together. */
    static class MixesGroups extends ForwardingMetricSink {
        private static final GroupId ALL = new GroupId("all");

        @Override
        public void write(MetricBatch batch) {
            sound.write(new MetricBatch(batch.coverage(), List.of()));
            countUnconditionally(ALL, batch.measurements());
        }

        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            MetricSnapshot own = sound.read(group, List.of());
            return new ForwardingSnapshot(sound.read(ALL, queries)) {
                @Override
                public Map<TopicPartition, StoredOffset> ledger() {
                    return own.ledger();
                }
            };
        }
    }

    /** Deletes the counts when the ledger is moved. */
    static class ForgetsOnMoves extends ForwardingMetricSink {
        private final Map<GroupId, Instant> moved = new ConcurrentHashMap<>();

        @Override
        public void reposition(OffsetReposition reposition) {
            sound.reposition(reposition);
            moved.put(reposition.group(), Instant.EPOCH);
        }

        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return new ForwardingSnapshot(sound.read(group, queries)) {
                @Override
                public Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
                    return moved.containsKey(group) ? Map.of() : super.totals(query);
                }
            };
        }
    }

    // ---- merging

    /** A sink that counts other values than the given ones. */
    abstract static class ChangesValues extends ForwardingMetricSink {
        abstract MetricValue changed(MetricValue value);

        @Override
        public void write(MetricBatch batch) {
            sound.write(with(batch, one -> Stream.of(with(one, changed(one.value())))));
        }
    }

    static class CountsInDoubles extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return new ForwardingSnapshot(sound.read(group, queries)) {
                @Override
                public Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
                    Map<SortedMap<String, String>, MetricValue> rounded = new HashMap<>(super.totals(query));
                    rounded.replaceAll((tags, value) -> rounded(value));
                    return rounded;
                }
            };
        }

        private static MetricValue rounded(MetricValue value) {
            if (value instanceof Sum sum) {
                return new Sum((long) (double) sum.value());
            }
            if (value instanceof Max max) {
                return new Max((long) (double) max.value());
            }
            if (value instanceof Min min) {
                return new Min((long) (double) min.value());
            }
            if (value instanceof Histogram histogram) {
                TreeMap<Integer, Long> counts = new TreeMap<>(histogram.counts());
                counts.replaceAll((bucket, count) -> (long) (double) count);
                return new Histogram(counts);
            }
            return value;
        }
    }

    static class CountsUpOnly extends ChangesValues {
        @Override
        MetricValue changed(MetricValue value) {
            return value instanceof Sum sum && sum.value() < 0 ? new Sum(0) : value;
        }
    }

    static class StartsMaximaAtZero extends ChangesValues {
        @Override
        MetricValue changed(MetricValue value) {
            return value instanceof Max max ? new Max(Math.max(0, max.value())) : value;
        }
    }

    static class StartsMinimaAtZero extends ChangesValues {
        @Override
        MetricValue changed(MetricValue value) {
            return value instanceof Min min ? new Min(Math.min(0, Math.max(min.value(), -10))) : value;
        }
    }

    static class KeepsTheFirstLast extends ForwardingMetricSink {
        private final Map<Object, MetricValue> first = new ConcurrentHashMap<>();

        @Override
        public void write(MetricBatch batch) {
            sound.write(with(
                    batch,
                    one -> Stream.of(
                            one.value() instanceof Last
                                    ? with(
                                            one,
                                            first.computeIfAbsent(
                                                    List.of(one.name(), one.tags()), absent -> one.value()))
                                    : one)));
        }
    }

    static class ForgetsTheBucketOfZero extends ChangesValues {
        @Override
        MetricValue changed(MetricValue value) {
            if (value instanceof Histogram histogram) {
                TreeMap<Integer, Long> counts = new TreeMap<>(histogram.counts());
                counts.remove(-1);
                return new Histogram(counts);
            }
            return value;
        }
    }

    // ---- refusals

    /** Writes what it can and skips the rest. */
    static class WritesAroundWhatDoesNotMerge extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            try {
                sound.write(batch);
            } catch (OffsetConflictException conflict) {
                throw conflict;
            } catch (OffsetStoreException refused) {
                sound.write(new MetricBatch(batch.coverage(), List.of()));
                for (Measurement measurement : batch.measurements()) {
                    try {
                        countUnconditionally(batch.group(), List.of(measurement));
                    } catch (OffsetStoreException one) {
                        pause();
                    }
                }
            }
        }
    }

    /** Writes until the first measurement that does not merge, and then refuses the batch. */
    static class FindsErrorsTooLate extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            try {
                sound.write(batch);
            } catch (OffsetConflictException conflict) {
                throw conflict;
            } catch (OffsetStoreException refused) {
                batch.measurements().forEach(one -> countUnconditionally(batch.group(), List.of(one)));
                throw refused;
            }
        }
    }

    /** Silently skips values that would overflow. */
    static class SaturatesSilently extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            try {
                sound.write(batch);
            } catch (OffsetConflictException conflict) {
                throw conflict;
            } catch (OffsetStoreException refused) {
                sound.write(new MetricBatch(batch.coverage(), List.of()));
            }
        }
    }

    /** Throws the arithmetic exception instead of the contract's exception. */
    static class ThrowsItsOwnErrors extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            try {
                sound.write(batch);
            } catch (OffsetConflictException conflict) {
                throw conflict;
            } catch (OffsetStoreException refused) {
                throw new ArithmeticException(refused.getMessage());
            }
        }
    }

    /** Records the kinds of a batch before it is accepted. */
    static class RemembersKindsOfRefusedBatches extends ForwardingMetricSink {
        private final Map<String, Class<?>> kinds = new ConcurrentHashMap<>();

        @Override
        public void write(MetricBatch batch) {
            for (Measurement one : batch.measurements()) {
                Class<?> kind = one.value().getClass();
                if (kinds.computeIfAbsent(one.name(), name -> kind) != kind) {
                    throw new OffsetStoreException("Cannot write " + one + ": another kind");
                }
            }
            sound.write(batch);
        }
    }

    // ---- reading

    /** A sink whose totals differ from the query. */
    abstract static class ChangesQueries extends ForwardingMetricSink {
        abstract Totals changed(Totals query);

        abstract Series changed(Series query);

        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            List<MetricQuery> asked = new ArrayList<>(queries);
            for (MetricQuery query : queries) {
                asked.add(query instanceof Totals totals ? changed(totals) : changed((Series) query));
            }
            return new ForwardingSnapshot(sound.read(group, asked)) {
                @Override
                public Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
                    return super.totals(queries.contains(query) ? changed(query) : query);
                }

                @Override
                public SortedMap<Instant, MetricValue> series(Series query) {
                    return super.series(queries.contains(query) ? changed(query) : query);
                }
            };
        }
    }

    static class IncludesTheEndOfPeriods extends ChangesQueries {
        @Override
        Totals changed(Totals query) {
            return new Totals(query.metric(), widened(query.period()));
        }

        @Override
        Series changed(Series query) {
            return Series.of(query.metric(), query.tags(), widened(query.period()), query.step());
        }

        private static Period widened(Period period) {
            return new Period(period.from(), period.to().map(to -> to.plusSeconds(60)));
        }
    }

    static class AnswersWholeHours extends ChangesQueries {
        @Override
        Totals changed(Totals query) {
            return new Totals(query.metric(), widened(query.period()));
        }

        @Override
        Series changed(Series query) {
            return Series.of(query.metric(), query.tags(), widened(query.period()), query.step());
        }

        private static Period widened(Period period) {
            return new Period(
                    period.from().map(AnswersWholeHours::hour), period.to().map(to -> hour(to.plusSeconds(3_599))));
        }

        private static Instant hour(Instant time) {
            return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), 3_600) * 3_600);
        }
    }

    static class IgnoresTheTagsOfASeries extends ChangesQueries {
        @Override
        Totals changed(Totals query) {
            return query;
        }

        @Override
        Series changed(Series query) {
            return Series.of(query.metric(), Map.of(), query.period(), query.step());
        }
    }

    static class CountsTimelessValuesNowhere extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(with(batch, one -> one.time().isPresent() ? Stream.of(one) : Stream.empty()));
        }
    }

    static class CountsTimelessValuesInAMinute extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(retimed(batch, time -> time.or(() -> Optional.of(MetricTime.minute(Counter.MINUTE)))));
        }
    }

    static class CountsHoursInTheirFirstMinute extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(retimed(batch, time -> time.map(own -> MetricTime.minute(own.start()))));
        }
    }

    static class CountsHoursInTheWholeHistoryAlone extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(retimed(batch, time -> time.filter(own -> own.step() == Step.MINUTE)));
        }
    }

    static class MergesAllTags extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(with(
                    batch, one -> Stream.of(new Measurement(one.name(), new TreeMap<>(), one.time(), one.value()))));
        }
    }

    static class BeginsHoursAtTheirFirstValue extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return new ForwardingSnapshot(sound.read(group, queries)) {
                @Override
                public SortedMap<Instant, MetricValue> series(Series query) {
                    SortedMap<Instant, MetricValue> shifted = new TreeMap<>();
                    super.series(query)
                            .forEach((start, value) ->
                                    shifted.put(query.step() == Step.HOUR ? start.plusSeconds(240) : start, value));
                    return shifted;
                }
            };
        }
    }

    static class RunsTagsTogether extends ForwardingMetricSink {
        private final Map<String, SortedMap<String, String>> first = new ConcurrentHashMap<>();

        @Override
        public void write(MetricBatch batch) {
            sound.write(with(
                    batch,
                    one -> Stream.of(new Measurement(
                            one.name(),
                            first.computeIfAbsent(one.tags().toString(), run -> one.tags()),
                            one.time(),
                            one.value()))));
        }
    }

    static class FoldsTheCaseOfMetrics extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(with(
                    batch,
                    one -> Stream.of(new Measurement(
                            one.name().toLowerCase(Locale.ROOT), one.tags(), one.time(), one.value()))));
        }
    }

    static class LosesTimesBeforeTheEpoch extends ForwardingMetricSink {
        @Override
        public void write(MetricBatch batch) {
            sound.write(with(
                    batch,
                    one -> one.time()
                                    .filter(time -> Instant.EPOCH.isAfter(time.start()))
                                    .isPresent()
                            ? Stream.empty()
                            : Stream.of(one)));
        }
    }

    /** Reads metrics and ledger one after the other. */
    static class ReadsTwoStates extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            MetricSnapshot metrics = sound.read(group, queries);
            pause();
            MetricSnapshot ledger = sound.read(group, List.of());
            return new ForwardingSnapshot(metrics) {
                @Override
                public Map<TopicPartition, StoredOffset> ledger() {
                    return ledger.ledger();
                }
            };
        }
    }

    /** Answers each query when it is requested, not all from one state. */
    static class ReadsLate extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return new ForwardingSnapshot(sound.read(group, queries)) {
                @Override
                public Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
                    super.totals(query);
                    return sound.read(group, List.of(query)).totals(query);
                }
            };
        }
    }

    /** Returns nothing for a query that was not part of the read. */
    static class AnswersAnything extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return new ForwardingSnapshot(sound.read(group, queries)) {
                @Override
                public Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
                    return queries.contains(query) ? super.totals(query) : new HashMap<>();
                }

                @Override
                public SortedMap<Instant, MetricValue> series(Series query) {
                    return queries.contains(query) ? super.series(query) : new TreeMap<>();
                }
            };
        }
    }

    /** Returns only the result of the last query. */
    static class AnswersOneQuery extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return sound.read(group, queries.stream().limit(2).toList());
        }
    }

    /** Returns only the partitions of one topic. */
    static class ShowsHalfTheLedger extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return new ForwardingSnapshot(sound.read(group, queries)) {
                @Override
                public Map<TopicPartition, StoredOffset> ledger() {
                    Map<TopicPartition, StoredOffset> half = new HashMap<>(super.ledger());
                    half.keySet().remove(Samples.THIRD);
                    return half;
                }
            };
        }
    }

    /** Uses the time of the newest ledger entry as that of the last batch. */
    static class MistakesTheTimeOfWriting extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            return new ForwardingSnapshot(sound.read(group, queries)) {
                @Override
                public Optional<Instant> writtenAt() {
                    return ledger().values().stream()
                            .flatMap(entry -> entry.storedAt().stream())
                            .max(Instant::compareTo);
                }
            };
        }
    }

    /** Fails if there is no data. */
    static class FailsOnUnknownGroups extends ForwardingMetricSink {
        @Override
        public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
            MetricSnapshot snapshot = sound.read(group, queries);
            if (snapshot.ledger().isEmpty()) {
                throw new OffsetStoreException("Cannot read: no such group");
            }
            return snapshot;
        }
    }
}
