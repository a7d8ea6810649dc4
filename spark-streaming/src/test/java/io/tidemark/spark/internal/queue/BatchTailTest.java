package io.tidemark.spark.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTailTest {

    private final BatchTail tail = new BatchTail("tail");
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void end() {
        tail.cutOff();
    }

    @Test
    void nothingHandedOverHasEndedWell() throws Exception {
        assertThat(tail.awaitEnd()).isTrue();
    }

    @Test
    void whoeverHandsOverGoesOnMeanwhile() throws Exception {
        assertThat(tail.handOver(() -> go.await(20, TimeUnit.SECONDS) && done.add("first")))
                .isTrue();
        assertThat(done).isEmpty();
        go.countDown();
        assertThat(tail.awaitEnd()).isTrue();
        assertThat(done).containsExactly("first");
    }

    @Test
    void theSecondIsNotTakenBeforeTheFirstHasEnded() throws Exception {
        tail.handOver(() -> go.await(20, TimeUnit.SECONDS) && done.add("first"));
        Thread handing = Thread.currentThread();
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
            await().until(() -> handing.getState() == Thread.State.WAITING);
            done.add("waited");
            go.countDown();
        });
        assertThat(tail.handOver(() -> done.add("second"))).isTrue();
        assertThat(tail.awaitEnd()).isTrue();
        later.get();
        assertThat(done).containsExactly("waited", "first", "second");
    }

    @Test
    void whatComesBehindAFailureIsDropped() throws Exception {
        assertThat(tail.handOver(() -> false)).isTrue();
        assertThat(tail.handOver(() -> done.add("second"))).isFalse();
        assertThat(tail.handOver(() -> done.add("third"))).isFalse();
        assertThat(tail.awaitEnd()).isFalse();
        assertThat(done).isEmpty();
    }

    @Test
    void aTailThatIsCutOffInterruptsAndTakesNothing() throws Exception {
        tail.handOver(() -> {
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isFalse();
                return true;
            } catch (InterruptedException e) {
                done.add("interrupted");
                return true;
            }
        });
        tail.cutOff();
        assertThat(tail.awaitEnd()).isTrue();
        assertThat(done).containsExactly("interrupted");
        assertThatThrownBy(() -> tail.handOver(() -> done.add("late"))).isInstanceOf(RejectedExecutionException.class);
    }
}
