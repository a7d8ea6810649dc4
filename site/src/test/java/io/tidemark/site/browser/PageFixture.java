package io.tidemark.site.browser;

import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import io.tidemark.site.testing.InventedOrders;
import io.tidemark.site.testing.MetricsInMemory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A page on metrics in memory, at a time that stands still, and visitors that look at it. */
@InBrowser
abstract class PageFixture {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final int MINUTES = 95;
    static final Clock CLOCK =
            Clock.fixed(START.plus(Duration.ofMinutes(MINUTES)).minusSeconds(20), ZoneOffset.UTC);
    static final RegionTable GUANGDONG = RegionTable.preset("guangdong");

    private static Chromium chromium;

    final MetricsInMemory metrics = new MetricsInMemory(CLOCK);
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @AfterEach
    void closeEverything() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    void inventOrders(RegionTable regions) {
        InventedOrders orders = new InventedOrders(7, regions);
        for (int minute = 0; minute < MINUTES; minute++) {
            metrics.write(orders.minute(START.plus(Duration.ofMinutes(minute)), 300));
        }
    }

    SiteSettings settings(RegionTable regions) {
        return SiteSettings.of(metrics, MetricsInMemory.GROUP, regions)
                .withPort(0)
                .withTick(Duration.ofMillis(100))
                .withClock(CLOCK);
    }

    SiteServer serve(SiteSettings settings) {
        SiteServer server = SiteServer.start(settings);
        open.add(server);
        return server;
    }

    Visit visit(SiteServer server, int width, int height) {
        return visit(server.uri(), width, height);
    }

    Visit visit(URI server, int width, int height) {
        Visit visit = new Visit(chromium, server, width, height);
        open.add(0, visit);
        return visit;
    }
}
