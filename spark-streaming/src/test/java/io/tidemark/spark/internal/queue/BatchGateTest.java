package io.tidemark.spark.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BatchGateTest {

    private final BatchGate gate = new BatchGate();

    @Test
    void aShutGateLetsNobodyInAndTheOnesInsideFinish() throws InterruptedException {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isTrue();
        gate.leave();
        assertThat(gate.awaitEmpty(Duration.ZERO)).isFalse();
        gate.shut();
        gate.leave();
        assertThat(gate.awaitEmpty(Duration.ZERO)).isTrue();
        assertThat(gate.enter()).isFalse();
    }

    @Test
    void onlyTheFirstToShutItHearsThatItWasOpen() {
        assertThat(gate.shut()).isTrue();
        assertThat(gate.shut()).isFalse();
    }

    @Test
    void anEmptyGateIsNotWaitedFor() throws InterruptedException {
        assertThat(gate.awaitEmpty(Duration.ZERO)).isTrue();
    }

    @Test
    void waitingEndsWhenTheBatchLeaves() throws Exception {
        gate.enter();
        Thread waiting = Thread.currentThread();
        CompletableFuture<Void> leaving = CompletableFuture.runAsync(() -> {
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            gate.leave();
        });
        assertThat(gate.awaitEmpty(Duration.ofMinutes(1))).isTrue();
        leaving.get();
    }

    @Test
    void waitingEndsWhenTheTimeIsUp() throws InterruptedException {
        gate.enter();
        assertThat(gate.awaitEmpty(Duration.ofMillis(20))).isFalse();
        assertThat(gate.awaitEmpty(Duration.ofSeconds(-1))).isFalse();
    }

    @Test
    void waitingEndsWithAnInterrupt() {
        gate.enter();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.awaitEmpty(Duration.ofMinutes(1))).isInstanceOf(InterruptedException.class);
    }
}
