package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.testing.MetricsInMemory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HealthTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:05:30Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final CountDownLatch reading = new CountDownLatch(1);
    private final CompletableFuture<Optional<Instant>> answer = new CompletableFuture<>();
    private final Health health = new Health(
            () -> {
                reading.countDown();
                return answer.join();
            },
            SiteSettings.of(new MetricsInMemory(CLOCK), MetricsInMemory.GROUP, RegionTable.preset("guangdong"))
                    .withClock(CLOCK));

    @Test
    @Timeout(30)
    void aRequestDuringTheFirstReadingWaitsForItsAnswer() throws InterruptedException {
        CompletableFuture<Void> first = CompletableFuture.runAsync(health::refresh, ForkJoinPool.commonPool());
        reading.await();
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(() -> answer.complete(Optional.of(NOW)));

        assertThat(health.reply(0).json()).contains("\"status\":\"ok\"");
        first.join();
    }

    @Test
    @Timeout(30)
    void aFirstReadingThatFailsIsReportedToTheRequestThatWaits() throws InterruptedException {
        CompletableFuture<Void> first = CompletableFuture.runAsync(health::refresh, ForkJoinPool.commonPool());
        reading.await();
        CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
                .execute(() -> answer.completeExceptionally(new IllegalStateException("no answer")));

        assertThat(health.reply(0).json()).contains("\"status\":\"source-away\"");
        first.join();
    }
}
