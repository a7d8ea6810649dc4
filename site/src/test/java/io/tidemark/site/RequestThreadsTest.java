package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {

    private final RequestThreads threads = new RequestThreads(2);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger blocked = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();

    @AfterEach
    void stop() {
        end.countDown();
        threads.close();
    }

    @Test
    void aSlowClientIsNotCutOffWhileAThreadIsFree() {
        threads.execute(this::writeToAClientThatDoesNotRead);
        await().until(() -> blocked.get() == 1);
        long started = System.nanoTime();

        await().until(() -> {
            threads.execute(served::incrementAndGet);
            threads.makeRoom();
            return System.nanoTime() - started > Duration.ofMillis(400).toNanos();
        });

        assertThat(served).hasPositiveValue();
        assertThat(cut).hasValue(0);
    }

    @Test
    void theOldestSlowClientIsCutOffForARequestThatWaits() {
        threads.execute(this::writeToAClientThatDoesNotRead);
        threads.execute(this::writeToAClientThatDoesNotRead);
        await().until(() -> blocked.get() == 2);

        threads.execute(served::incrementAndGet);
        await().until(() -> {
            threads.makeRoom();
            return served.get() == 1;
        });

        assertThat(cut).hasValue(1);
    }

    @Test
    void aRequestThatIsWorkedOnIsNeverCutOff() {
        for (int i = 0; i < 2; i++) {
            threads.execute(() -> {
                enter(threads::startWork);
                block();
            });
        }
        await().until(() -> blocked.get() == 2);
        long started = System.nanoTime();

        threads.execute(served::incrementAndGet);
        await().until(() -> {
            threads.makeRoom();
            return System.nanoTime() - started > Duration.ofMillis(400).toNanos();
        });

        assertThat(cut).hasValue(0);
        assertThat(served).hasValue(0);
        end.countDown();
        await().until(() -> served.get() == 1);
    }

    private void writeToAClientThatDoesNotRead() {
        enter(threads::startWriting);
        block();
    }

    private void block() {
        blocked.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException e) {
            cut.incrementAndGet();
        }
    }

    private static void enter(Phase phase) {
        try {
            phase.start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Phase {
        void start() throws IOException;
    }
}
