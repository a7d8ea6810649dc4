package io.tidemark.spark.internal.run;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.spark.internal.driver.LogWatchConsumer;
import io.tidemark.spark.internal.driver.LogWatchStrategy;
import io.tidemark.spark.internal.executor.BatchCauses;
import io.tidemark.spark.internal.executor.BatchPoison;
import io.tidemark.spark.internal.executor.ConsumerFactory;
import io.tidemark.spark.internal.executor.CursorSettings;
import io.tidemark.spark.internal.executor.RangeReader;
import io.tidemark.spark.internal.executor.RangeRecords;
import io.tidemark.spark.internal.queue.BatchGate;
import io.tidemark.spark.internal.queue.BatchTail;
import io.tidemark.spark.internal.queue.CutOff;
import io.tidemark.spark.internal.queue.WaitingBatches;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.internal.supervision.OwnThreads;
import io.tidemark.stream.internal.supervision.SupervisedRun;
import io.tidemark.stream.keeping.BatchOutput;
import io.tidemark.stream.keeping.BatchRunner;
import io.tidemark.stream.keeping.LogWatch;
import io.tidemark.stream.keeping.OffsetKeeping;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.streaming.Durations;
import org.apache.spark.streaming.Time;
import org.apache.spark.streaming.api.java.JavaDStream;
import org.apache.spark.streaming.api.java.JavaStreamingContext;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.KafkaUtils;
import org.apache.spark.streaming.kafka010.LocationStrategies;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a stream, from the stored offsets to its first failure or to its stop. The first failure shuts the gate:
 * batches that are formed or queued by then do not run.
 */
@SuppressWarnings("deprecation") // DStreams as a whole are; they are what this library is for
public final class StreamRun<K, V, B> implements SupervisedRun {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRun.class);

    private final RunSettings<K, V> settings;
    private final Batches<K, V, B> batches;
    private final OffsetKeeping<B> keeping;
    private final LogWatch watch;
    private final RangeRecords<K, V> records;
    private final PoisonBatches poison;
    private final JavaStreamingContext streaming;
    private final OwnThreads threads;
    private final BatchGate gate = new BatchGate();
    private final BatchTail tail;
    private final WaitingBatches waiting;
    private final CutOff cutOff = new CutOff();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
    private volatile boolean progressed;

    /**
     * Resolves the start and starts.
     *
     * @param batches makes the batches that the output takes
     * @param shared what all runs of the stream share
     * @param known the identities that an earlier run of the stream has seen
     */
    public StreamRun(
            JavaSparkContext spark,
            RunSettings<K, V> settings,
            OffsetStore store,
            BatchOutput<B> output,
            Batches<K, V, B> batches,
            StreamHealth health,
            SharedState shared,
            Map<TopicPartition, TopicIdentity> known) {
        this.settings = settings;
        this.batches = batches;
        threads = shared.threads();
        tail = new BatchTail("tidemark-finish-" + settings.group());
        waiting = new WaitingBatches(
                RateLimits.areSet(spark.getConf()) ? 0 : settings.keeping().maxRecordsPerBatch());
        keeping = OffsetKeeping.open(settings.keeping(), store, output, shared.memory(), known);
        watch = keeping.log();
        try {
            health.lagFrom(watch);
            records = records(spark, health, shared);
            poison = new PoisonBatches(spark, settings.poison());
            streaming = new JavaStreamingContext(
                    spark, Durations.milliseconds(settings.batchInterval().toMillis()));
            assemble();
            streaming.start();
        } catch (RuntimeException | Error e) {
            keeping.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Optional<Throwable>> ended() {
        return ended;
    }

    @Override
    public CompletableFuture<Void> drained() {
        return ended.thenCompose(failed -> keeping.drained());
    }

    @Override
    public boolean progressed() {
        return progressed;
    }

    @Override
    public Map<TopicPartition, TopicIdentity> identities() {
        return keeping.batches().identities();
    }

    @Override
    public boolean stop(Duration timeout) {
        gate.shut();
        boolean finished = awaitBatch(timeout);
        apart(this::end);
        // not interruptible, and short by now
        ended.join();
        return finished;
    }

    @Override
    public void requestStop(Duration timeout) {
        gate.shut();
        endAfterTheBatch(timeout);
    }

    private RangeRecords<K, V> records(JavaSparkContext spark, StreamHealth health, SharedState shared) {
        if (settings.poison() instanceof PoisonPolicy.Fail) {
            return RangeRecords.failing(spark, reader(settings.consumers(), health, shared), shared.places());
        }
        return RangeRecords.rejecting(spark, reader(settings.consumers().capturing(), health, shared), shared.places());
    }

    private <X, Y> RangeReader<X, Y> reader(ConsumerFactory<X, Y> consumers, StreamHealth health, SharedState shared) {
        CursorSettings<X, Y> cursors = new CursorSettings<>(shared.id(), consumers, settings.consumerIdleTimeout());
        return new RangeReader<>(cursors, settings.readTimeout(), health.bytes());
    }

    private void assemble() {
        // Spark requires the name of a group, and does not use it
        Map<String, Object> params = new HashMap<>(settings.consumers().params());
        params.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group().value());
        LogWatchStrategy<K, V> strategy =
                new LogWatchStrategy<>(LogWatchConsumer.on(watch, this::refreshFailed), params);
        JavaDStream<ConsumerRecord<K, V>> stream = KafkaUtils.createDirectStream(
                        streaming, LocationStrategies.PreferConsistent(), strategy)
                .transform((rdd, time) -> {
                    // on the generator's thread, before the next refresh
                    List<PartitionRange> formed = ranges(rdd);
                    formed.forEach(range -> watch.formed(range.partition(), range.until()));
                    waiting.add(new WaitingBatches.Formed(instant(time), formed));
                    return rdd;
                });
        stream.foreachRDD((rdd, time) -> threads.run(
                () -> cutOff.run(() -> waiting.take(instant(time)).ifPresent(batch -> runBatch(batch, rdd)))));
    }

    /** On Spark's thread; it hands each part of the batch over to the tail, and continues with the next one. */
    private void runBatch(WaitingBatches.Formed batch, JavaRDD<?> rdd) {
        Instant time = batch.time();
        List<PartitionRange> formed = batch.ranges();
        Optional<BatchRunner<B>.Prepared> prepared = prepare(time, formed, rdd);
        while (prepared.isPresent() && !prepared.get().isEmpty()) {
            if (!runPart(time, formed, prepared.get())) {
                return;
            }
        }
    }

    private Optional<BatchRunner<B>.Prepared> prepare(Instant time, List<PartitionRange> formed, JavaRDD<?> rdd) {
        if (!gate.enter()) {
            return Optional.empty();
        }
        try {
            PoisonBatches.Parts parts = poison.batch();
            return Optional.of(keeping.batches()
                    .prepare(
                            time,
                            formed,
                            part -> {
                                BatchPoison of = parts.next();
                                return batches.batch(time, part, records.of(rdd.rdd(), part, of), of);
                            },
                            tail::awaitEnd));
        } catch (Exception | Error e) {
            throw failed(time, formed, e);
        } finally {
            gate.leave();
        }
    }

    /** False if no other part may follow. */
    private boolean runPart(Instant time, List<PartitionRange> formed, BatchRunner<B>.Prepared batch) {
        if (!gate.enter()) {
            return false;
        }
        boolean handedOver = false;
        try {
            Optional<BatchRunner.Rest> rest = batch.begin();
            if (rest.isEmpty()) {
                return true;
            }
            handedOver = tail.handOver(() -> threads.call(() -> finished(time, formed, rest.get())));
            return handedOver;
        } catch (Exception | Error e) {
            throw failed(time, formed, e);
        } finally {
            if (!handedOver) {
                gate.leave();
            }
        }
    }

    /** On the tail's thread. */
    private boolean finished(Instant time, List<PartitionRange> formed, BatchRunner.Rest rest) {
        try {
            rest.finish();
            progressed = true;
            return true;
        } catch (Exception | Error e) {
            batchFailed(time, formed, e);
            return false;
        } finally {
            gate.leave();
        }
    }

    /**
     * Returns the exception to throw to Spark, without the reason: Spark would log it a second time, or not at all if
     * it is stopped first.
     */
    private RuntimeException failed(Instant time, List<PartitionRange> formed, Throwable cause) {
        batchFailed(time, formed, cause);
        return new IllegalStateException("The batch of " + time + " of group " + settings.group() + " failed; "
                + LOG.getName() + " logs the reason");
    }

    private void batchFailed(Instant time, List<PartitionRange> formed, Throwable cause) {
        BatchFailedException thrown = new BatchFailedException(settings.group(), time, formed, BatchCauses.of(cause));
        if (!ending.get()) {
            LOG.error("A batch failed", thrown);
        }
        // the failure of a batch is more important than that of a poll at the same time: it may be a conflict
        Throwable earlier = failure.getAndUpdate(known -> known instanceof BatchFailedException ? known : thrown);
        if (earlier instanceof BatchFailedException) {
            earlier.addSuppressed(thrown);
        } else if (earlier != null) {
            thrown.addSuppressed(earlier);
        }
        if (gate.shut()) {
            endAfterTheBatch(settings.stopTimeout());
        }
    }

    /** Ignored if the stream is ending already. */
    private void refreshFailed(RuntimeException thrown) {
        if (gate.shut()) {
            failure.compareAndSet(null, thrown);
            endAfterTheBatch(settings.stopTimeout());
        }
    }

    /**
     * Batches that run while a poll fails are finished and committed, as in a stop: they do not need the poll.
     */
    private void endAfterTheBatch(Duration timeout) {
        apart(() -> {
            awaitBatch(timeout);
            end();
        });
    }

    private boolean awaitBatch(Duration timeout) {
        try {
            if (gate.awaitEmpty(timeout)) {
                return true;
            }
            LOG.warn(
                    "The running batch of group {} did not finish within {}; it is aborted", settings.group(), timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while waiting for the running batch of group {}; it is aborted", settings.group());
        }
        return false;
    }

    /** Spark can be stopped neither from a thread that it is waiting for, nor from one that is interrupted. */
    private void apart(Runnable stop) {
        Thread stopper = new Thread(stop, "tidemark-stop-" + settings.group());
        stopper.setDaemon(true);
        stopper.start();
    }

    private void end() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        // read now, so that the failure of a batch that is aborted below does not count
        Optional<Throwable> first = Optional.ofNullable(failure.get());
        // from here on an aborted batch cannot write: the next run may have started
        keeping.revoke();
        try {
            // not gracefully: that would run the batches that are queued behind a failed one
            streaming.stop(false, false);
        } catch (RuntimeException e) {
            LOG.warn("Stopping the streaming context of group {} failed", settings.group(), e);
        } finally {
            cutOff.interruptAll();
            tail.cutOff();
            keeping.close();
            ended.complete(first);
        }
    }

    /** Makes the batches that the output takes. */
    @FunctionalInterface
    public interface Batches<K, V, B> {

        /** A batch of these ranges; nothing is read before its records are used. */
        B batch(Instant time, List<PartitionRange> ranges, JavaRDD<ConsumerRecord<K, V>> records, BatchPoison poison);
    }

    private static Instant instant(Time time) {
        return Instant.ofEpochMilli(time.milliseconds());
    }

    private static List<PartitionRange> ranges(JavaRDD<?> rdd) {
        return Arrays.stream(((HasOffsetRanges) rdd.rdd()).offsetRanges())
                .map(range -> new PartitionRange(range.topicPartition(), range.fromOffset(), range.untilOffset()))
                .toList();
    }
}
