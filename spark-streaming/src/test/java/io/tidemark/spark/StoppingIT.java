package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.servers.logging.Warnings;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.StreamConflicted;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import io.tidemark.stream.keeping.BatchRunner;
import io.tidemark.stream.keeping.LogWatch;
import io.tidemark.test.InMemoryTransactionalStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Stops from within, batches that outlive their stop, and a second stream. */
class StoppingIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final String topic = TestCluster.newTopic(1);
    private final CompletableFuture<ManagedStream> running = new CompletableFuture<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    /** The thread of the batch that is cut off. */
    private final CompletableFuture<Thread> working = new CompletableFuture<>();

    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void aHandlerStopsItsStreamAndItsBatchIsCommitted() throws Exception {
        TestCluster.produce(topic, 1, 0, 10);
        ManagedStream stream = of("from-handler").atLeastOnce(batch -> {
            answers.add("stopped " + running.join().stop(LONG));
            try {
                running.join().awaitTermination();
            } catch (IllegalStateException e) {
                answers.add(String.valueOf(e.getMessage()));
            }
        });
        running.complete(stream);
        assertThat(stream.awaitTermination(LONG)).isTrue();
        assertThat(answers)
                .satisfiesExactly(first -> assertThat(first).isEqualTo("stopped false"), second -> assertThat(second)
                        .startsWith("Cannot wait for the end of the stream of group from-handler on a thread"));
        assertThat(stored("from-handler")).isEqualTo(10);
    }

    @Test
    void aListenerStopsItsStreamAndWhatItHeardOfIsCommitted() throws Exception {
        TestCluster.produce(topic, 1, 0, 10);
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("from-listener", topic)
                                .listener(new StreamListener() {
                                    @Override
                                    public void batchCommitted(BatchCommitted event) {
                                        running.join().close();
                                        answers.add("closed");
                                    }
                                })
                                .build())
                .exactlyOnceInto(sink, Counting::measure);
        running.complete(stream);
        assertThat(stream.awaitTermination(LONG)).isTrue();
        assertThat(answers).containsExactly("closed");
        assertThat(Counting.counted(sink, "from-listener")).isEqualTo(Counting.onceEach(10));
    }

    /** Nothing is committed yet, and the method that starts the stream has not returned. */
    @Test
    void aListenerStopsTheStreamFromItsFirstEvent() throws Exception {
        StreamListener listener = new StreamListener() {
            @Override
            public void started(StreamStarted event) {
                event.stop();
            }

            @Override
            public void ended(StreamEnded event) {
                answers.add("ended " + event.group() + " " + event.failure());
            }
        };
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("from-start", topic)
                                .listener(listener)
                                .build())
                .exactlyOnceInto(sink, Counting::measure);
        assertThat(stream.awaitTermination(LONG)).isTrue();
        assertThat(answers).containsExactly("ended from-start Optional.empty");
    }

    /** An idle stream is alive: it reports each poll without new records. */
    @Test
    void aListenerStopsTheStreamWhenAllRecordsAreRead() throws Exception {
        TestCluster.produce(topic, 1, 0, 10);
        StreamListener listener = new StreamListener() {
            private volatile boolean committed;

            @Override
            public void batchCommitted(BatchCommitted event) {
                committed = true;
            }

            @Override
            public void idle(StreamIdle event) {
                if (committed) {
                    event.stop();
                }
            }
        };
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("from-idle", topic).listener(listener).build())
                .exactlyOnceInto(sink, Counting::measure);
        assertThat(stream.awaitTermination(LONG)).isTrue();
        assertThat(Counting.counted(sink, "from-idle")).isEqualTo(Counting.onceEach(10));
    }

    @Test
    void aListenerStopsTheStreamInsteadOfItsRestart() {
        TestCluster.produce(topic, 1, 0, 10);
        StreamListener listener = new StreamListener() {
            @Override
            public void failed(StreamFailed event) {
                answers.add("failed " + event.failures() + " " + event.willRestart() + " "
                        + event.batch().orElseThrow().getCause());
                event.stop();
            }

            @Override
            public void ended(StreamEnded event) {
                answers.add("ended " + event.failure().isPresent());
            }
        };
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("from-failure", topic)
                                .restarts(RestartPolicy.times(5).withDelays(LONG, LONG))
                                .listener(listener)
                                .build())
                .atLeastOnce(batch -> {
                    throw new IllegalStateException("no");
                });
        assertThatThrownBy(() -> stream.awaitTermination(LONG)).isInstanceOf(BatchFailedException.class);
        assertThat(answers).containsExactly("failed 1 true java.lang.IllegalStateException: no", "ended true");
    }

    /** Without the fence in {@code FencedStore} seen to commit behind the second stream, which ended in a conflict. */
    @Test
    void aHandlerThatOutlivesItsStopCannotCommit() throws Exception {
        TestCluster.produce(topic, 1, 0, 10);
        ManagedStream stream = of("outliving").atLeastOnce(batch -> outlive());
        requireCutOff(stream);
        requireRefused("outliving");
    }

    @Test
    void aMeasureThatOutlivesItsStopCannotWriteToTheSink() throws Exception {
        TestCluster.produce(topic, 1, 0, 10);
        ManagedStream stream = of("measuring").exactlyOnceInto(sink, batch -> {
            List<io.tidemark.metrics.Measurement> measured = Counting.measure(batch);
            outlive();
            return measured;
        });
        requireCutOff(stream);
        endOldThread();
        assertThat(Counting.counted(sink, "measuring")).isEmpty();
        assertThat(stored("measuring")).isZero();
    }

    @Test
    void aTransactionThatOutlivesItsStopIsRolledBack() throws Exception {
        TestCluster.produce(topic, 1, 0, 10);
        Map<String, Long> rows = new HashMap<>();
        InMemoryTransactionalStore transactions = new InMemoryTransactionalStore(store, rows);
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        transactions,
                        Counting.settings("transaction", topic).build())
                .exactlyOnceWith((batch, connection) -> {
                    outlive();
                    connection.put("rows", 1L);
                });
        requireCutOff(stream);
        endOldThread();
        assertThat(rows).isEmpty();
        assertThat(stored("transaction")).isZero();
    }

    @Test
    void aStopThatCutsTheBatchOffIsNoQuestionOfRetention() throws Exception {
        TestCluster.produce(topic, 1, 0, 10);
        try (Warnings ofRunner = new Warnings(BatchRunner.class);
                Warnings ofWatch = new Warnings(LogWatch.class)) {
            ManagedStream stream = of("no-alarm").atLeastOnce(batch -> {
                working.complete(Thread.currentThread());
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    // whatever would be asked of the cluster on this thread now fails
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("cut off", e);
                }
            });
            Thread worker = working.get(60, TimeUnit.SECONDS);
            assertThat(stream.stop(SHORT)).isFalse();
            worker.join(LONG.toMillis());
            assertThat(ofRunner.messages()).isEmpty();
            assertThat(ofWatch.messages()).isEmpty();
        }
    }

    @Test
    void aSecondStreamIsRefusedAndToldWhatRuns() {
        try (ManagedStream first = of("first").atLeastOnce(batch -> {})) {
            assertThatThrownBy(() -> of("second").atLeastOnce(batch -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Cannot start the stream of group second: the stream of group first runs in this JVM, and"
                                    + " Spark allows one streaming context in a JVM. Stop that one first (for a managed stream: stop"
                                    + " or close, then awaitTermination), or start this one in a driver process of its own");
            assertThat(first.isRunning()).isTrue();
        }
        of("second").atLeastOnce(batch -> {}).close();
    }

    /** Ignores the interrupt, as work in a library may do, until the test releases it. */
    private void outlive() {
        working.complete(Thread.currentThread());
        boolean waiting = true;
        while (waiting) {
            try {
                released.await();
                waiting = false;
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        }
    }

    private void requireCutOff(ManagedStream stream) throws Exception {
        working.get(60, TimeUnit.SECONDS);
        assertThat(stream.stop(SHORT)).isFalse();
        assertThat(stream.awaitTermination(LONG)).isTrue();
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private void endOldThread() throws Exception {
        released.countDown();
        working.join().join(LONG.toMillis());
        assertThat(working.join().isAlive()).isFalse();
    }

    /** The next stream runs while the old thread tries to commit. */
    private void requireRefused(String group) throws Exception {
        List<OffsetConflictException> conflicts = new CopyOnWriteArrayList<>();
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch oldHasEnded = new CountDownLatch(1);
        ManagedStream next = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings(group, topic)
                                .listener(new StreamListener() {
                                    @Override
                                    public void conflicted(StreamConflicted event) {
                                        conflicts.add(event.conflict());
                                    }
                                })
                                .build())
                .atLeastOnce(batch -> {
                    handling.countDown();
                    assertThat(oldHasEnded.await(60, TimeUnit.SECONDS)).isTrue();
                });
        try (next) {
            assertThat(handling.await(60, TimeUnit.SECONDS)).isTrue();
            endOldThread();
            assertThat(stored(group)).isZero();
            oldHasEnded.countDown();
            await().atMost(LONG).until(() -> stored(group) == 10);
            assertThat(next.isRunning()).isTrue();
        }
        assertThat(conflicts).isEmpty();
    }

    private StreamStarter<byte[], byte[]> of(String group) {
        return ManagedStream.of(
                TestSpark.context(), store, Counting.settings(group, topic).build());
    }

    private long stored(String group) {
        return Optional.ofNullable(store.load(new GroupId(group), Set.of(topic)).get(new TopicPartition(topic, 0)))
                .map(StoredOffset::offset)
                .orElse(-1L);
    }
}
