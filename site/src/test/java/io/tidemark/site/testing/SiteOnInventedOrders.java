package io.tidemark.site.testing;

import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The page on invented orders, for work on the page: {@code java … SiteOnInventedOrders [port] [preset] [minutes of
 * history]}.
 */
public final class SiteOnInventedOrders {

    private SiteOnInventedOrders() {}

    /** Serves until it is stopped. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        RegionTable regions = RegionTable.preset(arguments.length > 1 ? arguments[1] : "guangdong");
        int history = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 180;

        MetricsInMemory metrics = new MetricsInMemory();
        InventedOrders orders = new InventedOrders(1, regions);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        for (int minute = history; minute > 0; minute--) {
            metrics.write(orders.minute(now.minus(minute, ChronoUnit.MINUTES), 600));
        }
        try (var live = new Live(metrics, orders);
                SiteServer server = SiteServer.start(SiteSettings.of(metrics, MetricsInMemory.GROUP, regions)
                        .withPort(port)
                        .withTick(Duration.ofMillis(500)))) {
            live.start();
            System.out.println(server.uri());
            new CountDownLatch(1).await();
        }
    }

    private record Live(
            MetricsInMemory metrics, InventedOrders orders, java.util.concurrent.ScheduledExecutorService clock)
            implements AutoCloseable {
        Live(MetricsInMemory metrics, InventedOrders orders) {
            this(metrics, orders, Executors.newSingleThreadScheduledExecutor());
        }

        void start() {
            var unused = clock.scheduleAtFixedRate(
                    () -> metrics.write(orders.minute(Instant.now().truncatedTo(ChronoUnit.MINUTES), 10)),
                    1,
                    1,
                    TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
