package io.tidemark.spark;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.SaturatingMetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.Problems;
import io.tidemark.offset.verification.ClusterLogReader;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.spark.SettingsCheck.Repeats;
import io.tidemark.spark.internal.run.ResultSizeLimit;
import io.tidemark.spark.internal.run.RunSettings;
import io.tidemark.spark.internal.run.RunningStream;
import io.tidemark.spark.internal.run.SharedState;
import io.tidemark.spark.internal.run.StopMarker;
import io.tidemark.spark.internal.run.StopSignals;
import io.tidemark.spark.internal.run.StreamHealth;
import io.tidemark.spark.internal.run.StreamRun;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.cluster.Cluster;
import io.tidemark.stream.internal.cluster.KafkaParams;
import io.tidemark.stream.internal.supervision.Supervisor;
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
 * Starts a managed stream. Each method starts it with the guarantee in the method's name. A stream has one output:
 * put all the work on a batch into one function. Created by {@link ManagedStream#of(JavaSparkContext, OffsetStore,
 * StreamSettings)}.
 *
 * <pre>{@code
 * ManagedStream stream = ManagedStream.of(spark, store, settings)
 *         .exactlyOnceInto(sink, batch -> List.of(
 *                 Measurement.timeless("orders", Map.of(), new MetricValue.Sum(batch.records().count()))));
 * stream.awaitTermination();
 * }</pre>
 *
 * <p>Each of the methods verifies the stored offsets, resolves where to start, starts the stream and returns. They
 * throw
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} if settings are invalid, Spark's configuration does not permit the
 *   guarantee, or the group is in use; one message lists all problems,
 *   <li>{@link OffsetVerificationException} if stored offsets cannot be resumed and the policy is to fail,
 *   <li>{@link OffsetStoreException} if the cluster, the store or the sink cannot be reached or refuses, a topic does
 *     not exist, the group has live members, or the sink is empty and the store is not,
 *   <li>{@link io.tidemark.deadletter.DeadLetterException} if the dead-letter topic of a {@link PoisonPolicy} is
 *     missing and cannot be created,
 *   <li>{@link IllegalStateException} if another stream or streaming context runs in this JVM; the message names it,
 * </ul>
 *
 * and then nothing was started.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public sealed class StreamStarter<K, V> permits TransactionalStreamStarter {

    private static final Logger LOG = LoggerFactory.getLogger(StreamStarter.class);

    /** How long to wait for the cluster's answer when there are other problems already. */
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
     * Counts every record exactly once in a sink. The sink stores the measurements of a batch and its own offsets
     * (its ledger) in one atomic write. The store is committed afterwards and, after a crash, set to the ledger's
     * offsets. The function may run again for the same records, but the sink counts them once, even if the next
     * batches have other bounds. The stream measures the next batch while it writes the previous one. Writes happen
     * in the order of the batches, and stop at the first failure.
     *
     * @param sink where the measurements go; borrowed
     * @param measure measures a batch
     */
    public ManagedStream exactlyOnceInto(MetricSink sink, BatchMeasure<K, V> measure) {
        return start(
                BatchOutput.exactlyOnceInto(sink, batch -> limited(() -> measure.measure(batch))), Repeats.ALLOWED);
    }

    /**
     * Commits a batch's offsets after the handler has returned. After a crash between the two, the handler runs
     * again for the same records, possibly in a larger batch. No record is skipped.
     *
     * @param handler does the job's work
     */
    public ManagedStream atLeastOnce(BatchHandler<K, V> handler) {
        return start(BatchOutput.atLeastOnce(batch -> handle(handler, batch)), Repeats.ALLOWED);
    }

    /**
     * Commits a batch's offsets before the handler is called. If the handler or the process fails, the remaining
     * records of the batch are skipped. No record is handled twice.
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

    static <T> T limited(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Exception e) {
            throw ResultSizeLimit.translate(e);
        }
    }

    final ManagedStream start(BatchOutput<Batch<K, V>> output, Repeats repeats) {
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
        if (settings.reachingPoison() instanceof PoisonPolicy.DeadLetters letters) {
            letters.target().ensure(SettingsCheck.topics(settings.topics()));
        }
        StreamHealth health = StreamHealth.register(spark, settings.group());
        List<StreamListener> listeners = new ArrayList<>(settings.listeners());
        listeners.add(health);
        SharedState shared = new SharedState();
        health.follow(shared.memory());
        RunSettings<K, V> run = settings.run(listeners);
        if (output.sink().orElse(null) instanceof SaturatingMetricSink saturating) {
            health.saturatedFrom(() -> saturating.saturated(settings.group()));
        }
        health.sizeFrom(() -> Math.min(shared.memory().maxRecords(), settings.maxRecordsPerBatch()));
        try {
            Supervisor supervisor = Supervisor.start(
                    settings.group(),
                    settings.restarts(),
                    shared.memory().events(run.keeping()),
                    shared.threads(),
                    known -> new StreamRun<>(spark, run, store, output, Batch::of, health, shared, known));
            running.started(supervisor.terminated());
            var unusedFreed = supervisor.drained().thenRun(running::free);
            watchSignals(supervisor);
            shared.memory().onStopRequested(() -> supervisor.requestStop(settings.stopTimeout()));
            supervisor.onEnd(failure -> {
                health.lagUnknown();
                if (failure.isEmpty()) {
                    health.unregister();
                }
                shared.places().close(spark, shared.id());
            });
            return new ManagedStream(settings, supervisor, shared);
        } catch (RuntimeException | Error e) {
            health.unregister();
            throw e;
        }
    }

    private void watchSignals(Supervisor supervisor) {
        StopSignals signals = new StopSignals(settings.group(), supervisor, settings.stopTimeout());
        if (settings.shutdownHook() == StreamSettings.ShutdownHook.ON) {
            signals.onShutdown();
        }
        settings.stopMarker().ifPresent(uri -> signals.onMarker(new StopMarker(uri, spark.hadoopConfiguration())));
    }

    private void refuse(Repeats repeats) {
        List<String> problems = new ArrayList<>(SettingsCheck.problems(settings));
        problems.addAll(SettingsCheck.problems(spark.getConf(), repeats));
        if (!problems.isEmpty()) {
            problems.addAll(liveGroup());
            throw new IllegalArgumentException(
                    "Cannot start the stream of group " + settings.group() + ": " + Problems.text(problems));
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
