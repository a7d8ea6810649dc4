package io.tidemark.structured;

import io.tidemark.metrics.SaturatingMetricSink;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.stream.internal.Causes;
import io.tidemark.stream.keeping.OffsetKeeping;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source as Spark sees it. Spark's own Kafka source limits the batches and reads them; the {@link QueryRun} says
 * where they start, and keeps the offsets. Spark calls everything here on the query's thread.
 */
final class TidemarkStream implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

    /** Spark marks the jobs of a query with it, and shows it with each job. */
    private static final String QUERY_ID = "sql.streaming.queryId";

    private static final Logger LOG = LoggerFactory.getLogger(TidemarkStream.class);

    private final String query;
    private final QueryContext context;
    private final Checkpoint checkpoint;
    private final OpenedStores stores;
    private final QueryRun run;
    private final MicroBatchStream kafka;
    private final SupportsAdmissionControl limits;
    /** The partitions of the last batch that Spark's source has formed. */
    private Set<TopicPartition> formed = Set.of();
    /** The tasks of the last batch that was planned: Spark asks for them up to six times. */
    private Tasks tasks = new Tasks(List.of(), List.of());

    private TidemarkStream(
            String query,
            QueryContext context,
            Checkpoint checkpoint,
            OpenedStores stores,
            QueryRun run,
            MicroBatchStream kafka) {
        this.query = query;
        this.context = context;
        this.checkpoint = checkpoint;
        this.stores = stores;
        this.run = run;
        this.kafka = kafka;
        this.limits = (SupportsAdmissionControl) kafka;
    }

    /**
     * Resumes a query.
     *
     * @param location where Spark keeps what belongs to this source
     */
    static TidemarkStream open(SourceOptions options, String location) {
        SparkSession session = SparkSession.active();
        SparkContext spark = session.sparkContext();
        Checkpoint checkpoint = Checkpoint.of(location, spark.hadoopConfiguration());
        Optional<LastBatch> last = checkpoint.lastBatch();
        String query = query(spark);
        QueryContext context = QueryContext.of(options.keeping().group(), options.context());
        OpenedStores stores = OpenedStores.open(options);
        QueryRun run = null;
        MicroBatchStream kafka = null;
        try {
            kafka = KafkaSource.stream(options.spark(), location);
            Optional<StartPosition> start =
                    last.isPresent() ? Optional.empty() : admit(options, checkpoint, stores, session, query, kafka);
            run = QueryRun.open(
                    options.keeping(context, start.orElse(options.keeping().startPosition())),
                    options.guarantee(),
                    stores.store(),
                    stores.sink(),
                    last,
                    checkpoint,
                    checkpoint::canReadAgain,
                    (settings, store, output, unused) ->
                            OffsetKeeping.open(settings, store, output, context.memory(), context.known()));
            QueryRuns.add(query, run);
            context.health().lagFrom(run.log());
            if (stores.sink().orElse(null) instanceof SaturatingMetricSink saturating) {
                context.health()
                        .saturatedFrom(
                                () -> saturating.saturated(options.keeping().group()));
            }
            context.health().publish();
            context.opened(run);
            return new TidemarkStream(query, context, checkpoint, stores, run, kafka);
        } catch (RuntimeException | Error e) {
            close(query, run, stores);
            if (kafka != null) {
                kafka.stop();
            }
            if (e instanceof RuntimeException thrown) {
                throw interruption(thrown);
            }
            throw e;
        }
    }

    /**
     * Admits a query with an empty checkpoint.
     *
     * @return where Spark's own source starts it, if the options leave that to it
     */
    private static Optional<StartPosition> admit(
            SourceOptions options,
            Checkpoint checkpoint,
            OpenedStores stores,
            SparkSession session,
            String query,
            MicroBatchStream kafka) {
        boolean stored = !checkpoint.isAdmitted()
                && FirstStart.check(options, stores.governing(), () -> StatefulOperators.of(session, query));
        checkpoint.admit();
        return stored || options.starting().isEmpty()
                ? Optional.empty()
                : Optional.of(StartPosition.at(
                        Positions.parse(kafka.initialOffset().json()).offsets()));
    }

    /**
     * The id of the query whose thread this is.
     *
     * @throws IllegalStateException if it is not the thread of a query
     */
    static String query(SparkContext spark) {
        String query = spark.getLocalProperty(QUERY_ID);
        if (query == null) {
            throw new IllegalStateException("Cannot find the query of this thread: it has no " + QUERY_ID
                    + ", which Spark sets for the thread of a query; call the output from foreachBatch, on its thread");
        }
        return query;
    }

    private static void close(String query, @Nullable QueryRun run, OpenedStores stores) {
        if (run != null) {
            QueryRuns.remove(query, run);
            run.close();
        }
        stores.close();
    }

    @Override
    public Offset initialOffset() {
        return new Positions(run.positions());
    }

    @Override
    public Offset deserializeOffset(String json) {
        return Positions.parse(json);
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return limits.getDefaultReadLimit();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        ((SupportsTriggerAvailableNow) kafka).prepareForTriggerAvailableNow();
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException("Cannot find the latest offset without a limit: Spark asks a source"
                + " with limits for latestOffset(Offset, ReadLimit)");
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
        if (!context.beginBatch()) {
            return start;
        }
        Positions next;
        try {
            next = next(((Positions) start).offsets(), limit);
        } catch (RuntimeException e) {
            throw interruption(e);
        }
        if (next.offsets().equals(((Positions) start).offsets())) {
            run.idle();
            context.idle();
        }
        return next;
    }

    /** A stop interrupts a request to the cluster. Spark recognises that only by its own kinds of exceptions. */
    private static RuntimeException interruption(RuntimeException thrown) {
        boolean interrupted = Thread.currentThread().isInterrupted()
                || Causes.find(thrown, InterruptedException.class).isPresent();
        if (!interrupted) {
            return thrown;
        }
        InterruptedIOException known = new InterruptedIOException(thrown.getMessage());
        known.initCause(thrown);
        return new UncheckedIOException(known);
    }

    private Positions next(Map<TopicPartition, Long> start, ReadLimit limit) {
        Optional<Map<TopicPartition, Long>> elsewhere = run.advance(start);
        if (elsewhere.isPresent()) {
            return new Positions(elsewhere.get());
        }
        Optional<Map<TopicPartition, Long>> rest = run.rest();
        if (rest.isPresent()) {
            return new Positions(rest.get());
        }
        Map<TopicPartition, Long> positions = run.positions();
        Offset latest = latest(positions, limit);
        if (latest == null) {
            return new Positions(positions);
        }
        Map<TopicPartition, Long> until =
                new HashMap<>(Positions.parse(latest.json()).offsets());
        formed = Set.copyOf(until.keySet());
        // what was found between the two looks at the cluster waits for the next batch
        until.keySet().retainAll(positions.keySet());
        // a leader that lags behind shows an end before the position
        until.replaceAll((partition, offset) -> Math.max(offset, positions.getOrDefault(partition, 0L)));
        return new Positions(run.limit(until));
    }

    private @Nullable Offset latest(Map<TopicPartition, Long> positions, ReadLimit limit) {
        try {
            return limits.latestOffset(ofKafka(positions), limit);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Spark's source throws what its client threw, checked exceptions too
            throw Causes.find(e, InterruptedException.class).isPresent()
                    ? new IllegalStateException("Interrupted while asking for the ends of the topics", e)
                    : run.explain(e);
        }
    }

    @Override
    public @Nullable Offset reportLatestOffset() {
        // Spark's source has none before it has formed a batch
        return formed.isEmpty() ? null : limits.reportLatestOffset();
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        Map<TopicPartition, Long> until = ((Positions) end).offsets();
        List<PartitionRange> ranges = run.plan(until);
        context.runs(ranges);
        if (!tasks.ranges().equals(ranges)) {
            tasks = new Tasks(ranges, ranges.isEmpty() ? List.of() : List.of(planOfKafka(ranges)));
        }
        return tasks.partitions().toArray(InputPartition[]::new);
    }

    private InputPartition[] planOfKafka(List<PartitionRange> ranges) {
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> to = new HashMap<>();
        // with all partitions that Spark's source has formed: for AvailableNow it insists on them
        Map<TopicPartition, Long> positions = run.positions();
        Set<TopicPartition> others = new HashSet<>(formed);
        others.retainAll(positions.keySet());
        others.forEach(partition -> {
            from.put(partition, positions.getOrDefault(partition, 0L));
            to.put(partition, positions.getOrDefault(partition, 0L));
        });
        ranges.forEach(range -> {
            from.put(range.partition(), range.from());
            to.put(range.partition(), range.until());
        });
        return kafka.planInputPartitions(ofKafka(from), ofKafka(to));
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return kafka.createReaderFactory();
    }

    /** Spark calls this when the batch after it is formed; by then it is committed. */
    @Override
    public void commit(Offset end) {
        run.finished(((Positions) end).offsets());
        kafka.commit(ofKafka(((Positions) end).offsets()));
    }

    /** Called at the end of each trigger, when the checkpoint says that its batch has finished. */
    @Override
    public Map<String, String> metrics(Optional<Offset> latestConsumed) {
        commitFinished();
        if (!run.isPending()) {
            context.idle();
        }
        Map<String, String> metrics = new HashMap<>();
        if (kafka instanceof ReportsSourceMetrics reporting
                && formed.equals(run.positions().keySet())) {
            metrics.putAll(reporting.metrics(latestConsumed.map(offset -> ofKafka(run.positions()))));
        }
        metrics.putAll(context.health().progress());
        return metrics;
    }

    /** Commits the last batch if the query has finished it, which nothing else says at a stop. */
    @Override
    public void stop() {
        try {
            commitFinished();
        } catch (RuntimeException e) {
            LOG.warn(
                    "Cannot commit the last batch of group {} at the end of its query: its next start commits it",
                    run.settings().group(),
                    e);
        } finally {
            close(query, run, stores);
            kafka.stop();
            endHealth();
        }
    }

    /** A managed query has a supervisor, which tells of the end and of conflicts. */
    private void endHealth() {
        context.health().lagUnknown();
        if (!context.isManaged()) {
            run.failure()
                    .flatMap(failure -> Causes.find(failure, OffsetConflictException.class))
                    .ifPresent(conflict -> context.health().conflict());
            if (!context.health().hasConflict()) {
                context.health().unpublish();
            }
        }
    }

    private void commitFinished() {
        if (run.isPending()) {
            checkpoint.finished().ifPresent(run::finished);
        }
    }

    private Offset ofKafka(Map<TopicPartition, Long> offsets) {
        return kafka.deserializeOffset(new Positions(offsets).json());
    }

    /** Shown in the progress of the query. */
    @Override
    public String toString() {
        return "tidemark[group " + run.settings().group() + ", " + kafka + "]";
    }

    /**
     * How Spark's source divides a batch among tasks.
     *
     * @param ranges what the batch reads
     * @param partitions a task each
     */
    private record Tasks(List<PartitionRange> ranges, List<InputPartition> partitions) {}
}
