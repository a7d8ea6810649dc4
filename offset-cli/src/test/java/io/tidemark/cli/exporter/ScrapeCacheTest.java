package io.tidemark.cli.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScrapeCacheTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger collected = new AtomicInteger();

    @Test
    void aTextIsKeptForAWhile() throws InterruptedException {
        try (ScrapeCache cache = cache(() -> {}, LONG)) {
            assertThat(cache.text()).isEqualTo("text 1");
            now.addAndGet(Duration.ofSeconds(9).toNanos());
            assertThat(cache.text()).isEqualTo("text 1");
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(cache.text()).isEqualTo("text 2");
        }
    }

    @Test
    void requestsAtTheSameTimeGetTheSameText() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (ScrapeCache cache = cache(() -> awaiting(go), LONG)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                answers.add(clients.submit(cache::text));
            }
            await().until(() -> collected.get() == 1);
            go.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("text 1");
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aRequestWaitsNoLongerThanItsLimitAndNothingIsCollectedTwiceMeanwhile() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        try (ScrapeCache cache = cache(() -> awaiting(go), Duration.ofMillis(1))) {
            assertThat(cache.text()).isEqualTo("late");
            assertThat(cache.text()).isEqualTo("late");
            go.countDown();
            await().until(() -> cache.text().equals("text 1"));
            assertThat(collected).hasValue(1);
        }
    }

    @Test
    void afterAFailureTheNextRequestTriesAgain() throws InterruptedException {
        try (ScrapeCache cache = cache(
                () -> {
                    if (collected.get() == 1) {
                        throw new IllegalArgumentException("once");
                    }
                },
                LONG)) {
            assertThatThrownBy(cache::text).hasMessageContaining("once");
            assertThat(cache.text()).isEqualTo("text 2");
        }
    }

    private ScrapeCache cache(Runnable work, Duration limit) {
        return new ScrapeCache(
                () -> {
                    int number = collected.incrementAndGet();
                    work.run();
                    return "text " + number;
                },
                () -> "late",
                Duration.ofSeconds(10),
                limit,
                now::get);
    }

    private static void awaiting(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
