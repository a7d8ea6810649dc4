package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.BatchFailedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A batch is measured while the one before is written; the order of what is written, and what a failure ends, stay. */
class OverlappingBatchesIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final String topic = TestCluster.newTopic(1);
    private final CountDownLatch firstIsWritten = new CountDownLatch(1);
    private final CountDownLatch secondIsMeasured = new CountDownLatch(1);
    private final AtomicInteger measured = new AtomicInteger();
    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    void theNextBatchIsMeasuredWhileOneIsWritten() {
        try (ManagedStream stream = start("overlap", Optional.empty(), secondIsMeasured::countDown)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "overlap").size() == 20);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(written).containsExactly("[0, 10)", "[10, 20)");
        assertThat(Counting.counted(sink, "overlap")).isEqualTo(Counting.onceEach(20));
        assertThat(stored("overlap")).isEqualTo(20);
    }

    @Test
    void whatWasMeasuredBehindAFailedWriteIsNeitherWrittenNorCommitted() {
        OffsetStoreException trouble = new OffsetStoreException("the sink's own trouble");
        ManagedStream failing = start("behind", Optional.of(trouble), secondIsMeasured::countDown);
        assertThatThrownBy(() -> failing.awaitTermination(LONG))
                .isInstanceOf(BatchFailedException.class)
                .hasMessageContainingAll("group behind", topic + "-0 [0, 10)")
                .cause()
                .isSameAs(trouble);
        assertThat(measured).hasValue(2);
        assertThat(written).isEmpty();
        assertThat(stored("behind")).isZero();

        ManagedStream again = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("behind", topic).build())
                .exactlyOnceInto(sink, Counting::measure);
        try (again) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "behind").size() == 20);
        }
        assertThat(Counting.counted(sink, "behind")).isEqualTo(Counting.onceEach(20));
    }

    @Test
    void aStopWaitsForBoth() throws Exception {
        ManagedStream stream = start("stopped", Optional.empty(), () -> {});
        assertThat(firstIsWritten.await(1, TimeUnit.MINUTES)).isTrue();
        await().atMost(LONG).until(() -> measured.get() == 2);
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        Thread stopping = new Thread(() -> stopped.complete(stream.stop(LONG)));
        stopping.start();
        await().atMost(LONG).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        secondIsMeasured.countDown();
        assertThat(stopped.get()).isTrue();
        assertThat(Counting.counted(sink, "stopped")).isEqualTo(Counting.onceEach(20));
        assertThat(stored("stopped")).isEqualTo(20);
    }

    /** The first write waits until the second batch is measured, which comes into being while it waits. */
    private ManagedStream start(String group, Optional<OffsetStoreException> failure, Runnable second) {
        TestCluster.produce(topic, 1, 0, 10);
        return ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings(group, topic).build())
                .exactlyOnceInto(waiting(failure), batch -> {
                    if (measured.incrementAndGet() == 2) {
                        second.run();
                    }
                    return Counting.measure(batch);
                });
    }

    private MetricSink waiting(Optional<OffsetStoreException> failure) {
        return (MetricSink) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MetricSink.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof MetricBatch batch) {
                        write(batch, failure);
                        written.add(range(batch));
                    }
                    try {
                        return method.invoke(sink, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private void write(MetricBatch batch, Optional<OffsetStoreException> failure) throws InterruptedException {
        if (batch.ranges().get(0).from() > 0) {
            return;
        }
        firstIsWritten.countDown();
        TestCluster.produce(topic, 1, 10, 10);
        assertThat(secondIsMeasured.await(1, TimeUnit.MINUTES)).isTrue();
        failure.ifPresent(trouble -> {
            throw trouble;
        });
    }

    private static String range(MetricBatch batch) {
        return "[" + batch.ranges().get(0).from() + ", " + batch.ranges().get(0).until() + ")";
    }

    private long stored(String group) {
        return store.load(new GroupId(group), Set.of(topic)).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }
}
