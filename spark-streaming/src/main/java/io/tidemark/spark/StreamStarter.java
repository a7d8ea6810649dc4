package io.tidemark.spark;

import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.SaturatingMetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.verification.ClusterLogReader;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.spark.SettingsCheck.Repeats;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.Cluster;
import io.tidemark.stream.internal.cluster.KafkaParams;
import io.tidemark.stream.keeping.BatchOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a managed stream under the guarantee that its method names. A stream has one output: what must happen
 * together belongs into one function. Made by {@link ManagedStream#of}.
 *
 * <p>Each of the methods verifies what is stored, resolves where to start, starts the stream and returns; they throw
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} if something is wrong with the settings, or Spark's configuration rules the
 *     guarantee out; one message names all problems, also whether the group is in use,
 *   <li>{@link OffsetVerificationException} if stored offsets cannot be resumed and the policy is to fail,
 *   <li>{@link OffsetStoreException} if the cluster, the store or the sink cannot be reached or refuses, a topic is not
 *     there, the group has live members, or the sink is empty beside a store that is not,
 *   <li>{@link IllegalStateException} if another stream or streaming context runs in this JVM; the message names it,
 * </ul>
 *
 * and then nothing was started.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class StreamStarter<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamStarter.class);

    /** How long to wait for the cluster to tell one more problem. */
    private static final Duration WHILE_THERE_ARE_OTHERS = Duration.ofSeconds(5);

    private final JavaSparkContext spark;
    private final OffsetStore store;
    private final StreamSettings<K, V> settings;

    StreamStarter(JavaSparkContext spark, OffsetStore store, StreamSettings<K, V> settings) {
        this.spark = spark;
        this.store = store;
        this.settings = settings;
    }

    /**
     * Counts every record exactly once in a sink that keeps a ledger. The batch's measurements and the ledger move in
     * one step; the store's offsets follow. After a crash nothing repeats in the sink: a batch that was written is not
     * written again, with whatever bounds it is formed anew. The function itself may run again. While a batch is
     * written the next one is measured; they are written in their order, and none behind one that failed.
     *
     * @param sink where the measurements go; borrowed
     * @param measure measures a batch
     */
    public ManagedStream exactlyOnceInto(MetricSink sink, BatchMeasure<K, V> measure) {
        return start(
                BatchOutput.exactlyOnceInto(sink, batch -> limited(() -> measure.measure(batch))), Repeats.ALLOWED);
    }

    /**
     * Runs the job's work and commits the offsets in one transaction of the stream's own store, which must be the given
     * one. After a crash nothing repeats in that database; the function itself may run again.
     *
     * @param transactions the stream's store, as the transactional store that it is
     * @param handler does the job's work on the store's connection
     * @param <C> the type of the connection
     * @throws IllegalArgumentException also if {@code transactions} is not the store that the stream was begun with
     */
    public <C> ManagedStream exactlyOnceWith(
            TransactionalOffsetStore<C> transactions, TransactionalHandler<K, V, ? super C> handler) {
        if (transactions != store) {
            throw new IllegalArgumentException("Cannot start the stream of group " + settings.group()
                    + ": the work's transactions must be those of the stream's own store; give it to both");
        }
        return start(
                BatchOutput.exactlyOnceWith(
                        transactions,
                        (batch, connection) -> limited(() -> {
                            handler.handle(batch, connection);
                            return batch;
                        })),
                Repeats.ALLOWED);
    }

    /**
     * Commits a batch's offsets after the handler has returned. A crash between the two repeats the handler for the
     * whole batch, together with what has come since; nothing is left out.
     *
     * @param handler does the job's work
     */
    public ManagedStream atLeastOnce(BatchHandler<K, V> handler) {
        return start(BatchOutput.atLeastOnce(batch -> handle(handler, batch)), Repeats.ALLOWED);
    }

    /**
     * Commits a batch's offsets before the handler is called. A crash or a failure in the handler leaves the rest of
     * the batch out; nothing is repeated.
     *
     * @param handler does the job's work
     */
    public ManagedStream atMostOnce(BatchHandler<K, V> handler) {
        return start(BatchOutput.atMostOnce(batch -> handle(handler, batch)), Repeats.REFUSED);
    }

    private void handle(BatchHandler<K, V> handler, Batch<K, V> batch) throws Exception {
        var unused = limited(() -> {
            handler.handle(batch);
            return batch;
        });
    }

    private static <T> T limited(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Exception e) {
            throw ResultSizeLimit.translate(e);
        }
    }

    private ManagedStream start(BatchOutput<Batch<K, V>> output, Repeats repeats) {
        refuse(repeats);
        RunningStream running = RunningStream.claim(settings.group());
        try {
            return start(output, running);
        } catch (RuntimeException | Error e) {
            running.free();
            throw e;
        }
    }

    private ManagedStream start(BatchOutput<Batch<K, V>> output, RunningStream running) {
        StreamHealth health = StreamHealth.register(spark, settings.group());
        List<StreamListener> listeners = new ArrayList<>(settings.listeners());
        listeners.add(health);
        SharedState shared = new SharedState();
        StreamEvents events = shared.memory().events(settings.keeping(listeners));
        if (output.sink().orElse(null) instanceof SaturatingMetricSink saturating) {
            health.saturatedFrom(() -> saturating.saturated(settings.group()));
        }
        health.sizeFrom(() -> Math.min(shared.memory().maxRecords(), settings.maxRecordsPerBatch()));
        try {
            ManagedStream stream = ManagedStream.start(
                    settings,
                    events,
                    shared,
                    running,
                    spark.hadoopConfiguration(),
                    known -> new StreamRun<>(spark, settings, listeners, store, output, health, shared, known));
            shared.memory().onStopRequested(stream::requestStop);
            var unused = stream.terminated()
                    .whenComplete((ended, failure) -> health.lagUnknown())
                    .thenRun(health::unregister);
            var unusedToo = stream.terminated()
                    .whenComplete((done, failure) -> shared.places().close(spark, shared.id()));
            return stream;
        } catch (RuntimeException | Error e) {
            health.unregister();
            throw e;
        }
    }

    private void refuse(Repeats repeats) {
        List<String> problems = new ArrayList<>(SettingsCheck.problems(settings));
        problems.addAll(SettingsCheck.problems(spark.getConf(), repeats));
        if (!problems.isEmpty()) {
            problems.addAll(liveGroup());
            throw new IllegalArgumentException(
                    "Cannot start the stream of group " + settings.group() + ": " + String.join("; ", problems));
        }
    }

    /**
     * The problem that a start without other problems would find, so that one message names all, if the cluster can be
     * asked for.
     */
    private List<String> liveGroup() {
        try {
            Admin admin = KafkaParams.admin(settings.group(), settings.kafka(), settings.clusterTimeout());
            try {
                List<String> members = new ClusterLogReader(
                                admin, IsolationLevel.READ_UNCOMMITTED, WHILE_THERE_ARE_OTHERS)
                        .members(settings.group());
                return members.isEmpty() ? List.of() : List.of(Cluster.describeMembers(settings.group(), members));
            } finally {
                admin.close(Duration.ZERO);
            }
        } catch (KafkaException | OffsetStoreException e) {
            LOG.debug("Whether group {} is in use cannot be told", settings.group(), e);
            return List.of();
        }
    }
}
