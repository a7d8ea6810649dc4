package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A thread that is interrupted while it stops a stream. */
class InterruptedStopIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    /**
     * Stopped on the interrupted thread itself, Spark's streaming context throws in the middle, stays half stopped, and
     * no other stream can be started in the process.
     */
    @Test
    void theBatchIsCutOffTheFlagStaysSetAndTheNextStreamStartsAndCountsEverythingOnce() throws Exception {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        CountDownLatch counting = new CountDownLatch(1);
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("interrupted", topic).build())
                .exactlyOnceInto(sink, batch -> {
                    counting.countDown();
                    new CountDownLatch(1).await();
                    return List.of();
                });
        assertThat(counting.await(60, TimeUnit.SECONDS)).isTrue();
        AtomicBoolean flagged = new AtomicBoolean();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread stopping = new Thread(() -> {
            try {
                stream.close();
            } catch (Throwable e) {
                thrown.set(e);
            }
            flagged.set(Thread.currentThread().isInterrupted());
        });
        stopping.start();
        await().atMost(LONG).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        stopping.interrupt();
        stopping.join(LONG.toMillis());
        assertThat(thrown).hasValue(null);
        assertThat(flagged).isTrue();
        assertThat(stream.awaitTermination(LONG)).isTrue();
        assertThat(Counting.counted(sink, "interrupted")).isEmpty();
        try (ManagedStream again = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("interrupted", topic).build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG)
                    .until(() -> Counting.counted(sink, "interrupted").size() == 10);
            assertThat(again.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "interrupted")).isEqualTo(Counting.onceEach(10));
    }
}
