package io.tidemark.site.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.Password;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import io.tidemark.site.testing.Attackers;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.RedisClient;

/**
 * A normal visitor in a real browser while the page is attacked and its Redis is frozen twice:
 * {@code java … UnderAttack [seconds]} (300). The browser records the times at which its numbers change. A batch is
 * written each half second, so every snapshot changes them.
 */
final class UnderAttack {

    private static final TopicPartition PARTITION = new TopicPartition("recharge-log", 0);
    private static final String PASSWORD = "open sesame";

    private UnderAttack() {}

    /**
     * The result of a run.
     *
     * @param snapshots how many snapshots the visitor saw
     * @param longestGap the longest time between two of them while Redis ran
     * @param recoveries how long after each thaw the next one came
     * @param mostThreads the most threads of this process, attackers included
     * @param mostHeapMegabytes the most used heap of this process, attackers included
     * @param attempts the attempts by their kind and answer
     */
    record Figures(
            int snapshots,
            Duration longestGap,
            List<Duration> recoveries,
            int mostThreads,
            long mostHeapMegabytes,
            Map<String, Long> attempts) {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
        Figures figures = run(Duration.ofSeconds(seconds), Duration.ofSeconds(5));
        System.out.println("snapshots " + figures.snapshots + ", longest gap " + figures.longestGap.toMillis()
                + " ms, after each thaw " + figures.recoveries);
        System.out.println("threads at most " + figures.mostThreads + ", heap at most " + figures.mostHeapMegabytes
                + " MB, attackers included");
        figures.attempts.forEach((kind, count) -> System.out.println(kind + ": " + count));
    }

    /**
     * Attacks for a time, and freezes Redis at a third and at two thirds of it.
     *
     * @param freeze how long Redis stays frozen
     */
    static Figures run(Duration length, Duration freeze) throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RedisClient client = RedisClient.create(redis.uri());
                SiteServer server = SiteServer.start(SiteSettings.of(
                                new RedisMetricReader(client), MetricsInMemory.GROUP, RegionTable.preset("guangdong"))
                        .withPort(0)
                        .withTick(Duration.ofMillis(500))
                        .withPassword(new Password(PASSWORD)));
                Batches batches = new Batches(client);
                Chromium chromium = new Chromium();
                BrowserContext context = chromium.browser()
                        .newContext(new Browser.NewContextOptions().setHttpCredentials("visitor", PASSWORD))) {
            Page page = context.newPage();
            page.navigate(server.uri().resolve("/?period=all").toString());
            page.waitForSelector("#main:not([data-freshness=loading])");
            page.evaluate("""
                    () => {
                      window.seen = [];
                      new MutationObserver(() => {
                        const orders = document.querySelector('[data-total=orders] .value').textContent;
                        if (orders !== window.last) window.seen.push(Date.now());
                        window.last = orders;
                      }).observe(document.querySelector('#totals'), { childList: true, subtree: true, characterData: true });
                    }
                    """);
            List<long[]> frozen = new ArrayList<>();
            Map<String, Long> attempts;
            Load load = new Load();
            try (Attackers attackers = new Attackers(server.uri(), PASSWORD).start()) {
                for (int third = 0; third < 3; third++) {
                    load.watch(page, length.dividedBy(3));
                    if (third < 2) {
                        frozen.add(freeze(redis, batches, page, freeze));
                    }
                }
                attempts = attackers.counts();
            }
            List<Long> seen = new ArrayList<>();
            ((List<?>) page.evaluate("window.seen")).forEach(time -> seen.add(((Number) time).longValue()));
            return new Figures(
                    seen.size(),
                    longestGap(seen, frozen),
                    recoveries(seen, frozen),
                    load.threads,
                    load.heap / 1_000_000,
                    attempts);
        }
    }

    private static long[] freeze(EmbeddedRedis redis, Batches batches, Page page, Duration length) {
        batches.pause();
        long begin = System.currentTimeMillis();
        redis.freeze();
        page.waitForTimeout((double) length.toMillis());
        redis.thaw();
        batches.resume();
        return new long[] {begin, System.currentTimeMillis()};
    }

    /** Gaps that a freeze is part of do not count: the recovery after it does, in {@link #recoveries}. */
    private static Duration longestGap(List<Long> seen, List<long[]> frozen) {
        long longest = 0;
        for (int i = 1; i < seen.size(); i++) {
            long from = seen.get(i - 1);
            long to = seen.get(i);
            if (frozen.stream().noneMatch(span -> from <= span[1] && span[0] <= to)) {
                longest = Math.max(longest, to - from);
            }
        }
        return Duration.ofMillis(longest);
    }

    private static List<Duration> recoveries(List<Long> seen, List<long[]> frozen) {
        return frozen.stream()
                .map(span -> Duration.ofMillis(
                        seen.stream().filter(time -> time > span[1]).findFirst().orElse(Long.MAX_VALUE) - span[1]))
                .toList();
    }

    /** The most threads and heap that were seen. */
    private static final class Load {

        private int threads;
        private long heap;

        void watch(Page page, Duration length) {
            Runtime runtime = Runtime.getRuntime();
            long end = System.nanoTime() + length.toNanos();
            do {
                page.waitForTimeout(500);
                threads = Math.max(threads, Thread.activeCount());
                heap = Math.max(heap, runtime.totalMemory() - runtime.freeMemory());
            } while (System.nanoTime() < end);
        }
    }

    /** A job that writes one order each half second. */
    private static final class Batches implements AutoCloseable {

        private final RedisMetricSink sink;
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final AtomicBoolean paused = new AtomicBoolean();
        private long offset;

        Batches(RedisClient client) {
            sink = new RedisMetricSink(client, RedisMetricSinkSettings.defaults());
            sink.initialize(MetricsInMemory.GROUP, Map.of(PARTITION, StoredOffset.of(0)));
            write();
            var unused = clock.scheduleWithFixedDelay(this::write, 500, 500, TimeUnit.MILLISECONDS);
        }

        synchronized void pause() {
            paused.set(true);
        }

        void resume() {
            paused.set(false);
        }

        private synchronized void write() {
            if (!paused.get()) {
                String minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
                sink.write(new MetricBatch(
                        MetricsInMemory.GROUP,
                        List.of(new PartitionRange(PARTITION, offset, offset + 1)),
                        Orders.succeeded(minute, "755", 1, 1000, 2000)));
                offset++;
            }
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
