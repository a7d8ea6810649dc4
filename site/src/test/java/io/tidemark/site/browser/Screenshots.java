package io.tidemark.site.browser;

import com.microsoft.playwright.Page;
import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.Display;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import io.tidemark.site.testing.InventedOrders;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Takes the pictures of {@code docs/images}, on invented orders: {@code java … Screenshots folder [name]}, where the
 * name, or its beginning, restricts them.
 */
final class Screenshots {

    private static final Instant NOW = Instant.parse("2026-03-10T06:40:35Z");
    private static final int WIDEST = 1440;
    private static final int HISTORY_MINUTES = 40 * 60;
    private static final double ORDERS_PER_MINUTE = 3000;

    private static final Display DISPLAY =
            new Display(0.95, 0.90, Map.of("2998", new Display.Meaning("充值平台超时", "Recharge platform timed out")));

    private final Chromium chromium;
    private final Path folder;
    private final String only;

    private Screenshots(Chromium chromium, Path folder, String only) {
        this.chromium = chromium;
        this.folder = folder;
        this.only = only;
    }

    public static void main(String[] arguments) {
        try (Chromium chromium = new Chromium()) {
            new Screenshots(chromium, Path.of(arguments[0]), arguments.length > 1 ? arguments[1] : "").all();
        }
    }

    private void all() {
        RegionTable guangdong = RegionTable.preset("guangdong");
        MetricsInMemory orders = invented(guangdong, 1);
        try (SiteServer server = serve(orders, guangdong, NOW)) {
            URI page = server.uri();
            take(page, "wall-1080p", "/?kiosk&period=1h&lang=zh", 1920, 1080);
            take(page, "wall-4k", "/?kiosk&period=1h&lang=zh", 3840, 2160);
            take(page, "wall-english", "/?kiosk&period=today&lang=en", 1920, 1080);
            take(page, "desk-dark", "/?period=today&lang=en&theme=dark", 1440, 900);
            take(page, "desk-light", "/?period=today&lang=zh&theme=light&measure=rate", 1440, 900);
            take(page, "kiosk-3440", "/?kiosk&period=15m&lang=zh&hide=hours,reasons", 3440, 1440);
            take(page, "phone", "/?period=1h&lang=zh", 390, 844);
            take(page, "city", "/?period=today&city=755&lang=en", 1440, 900);
        }
        try (SiteServer server = serve(orders, guangdong, NOW.plus(Duration.ofMinutes(5)))) {
            take(server.uri(), "stale", "/?kiosk&period=1h&lang=zh", 1920, 1080);
        }
        try (SiteServer server = serve(orders, guangdong, NOW)) {
            take(server.uri(), "away", "/?kiosk&period=1h&lang=en", 1920, 1080, page -> {
                orders.fail("Connection refused");
                page.waitForSelector("#banner:not([hidden])");
            });
        }
        try (SiteServer server = serve(new MetricsInMemory(Clock.fixed(NOW, ZoneOffset.UTC)), guangdong, NOW)) {
            take(server.uri(), "empty", "/?period=today&lang=en", 1440, 900);
        }
        try (SiteServer server = serve(huge(), guangdong, NOW)) {
            take(server.uri(), "huge-numbers", "/?kiosk&period=all&lang=zh", 1920, 1080);
        }
        RegionTable nationwide = RegionTable.preset("cmcc");
        try (SiteServer server = serve(invented(nationwide, 2), nationwide, NOW)) {
            take(server.uri(), "nationwide", "/?kiosk&period=1h&lang=zh", 1920, 1080);
        }
    }

    private static MetricsInMemory invented(RegionTable regions, long seed) {
        MetricsInMemory metrics = new MetricsInMemory(Clock.fixed(NOW, ZoneOffset.UTC));
        InventedOrders orders = new InventedOrders(seed, regions);
        Instant last = NOW.truncatedTo(ChronoUnit.MINUTES);
        for (int minute = HISTORY_MINUTES; minute >= 0; minute--) {
            double share = minute == 0 ? 35.0 / 60 : 1;
            metrics.write(orders.minute(last.minus(minute, ChronoUnit.MINUTES), ORDERS_PER_MINUTE * share));
        }
        return metrics;
    }

    private static MetricsInMemory huge() {
        MetricsInMemory metrics = new MetricsInMemory(Clock.fixed(NOW, ZoneOffset.UTC));
        String minute = NOW.truncatedTo(ChronoUnit.MINUTES).minusSeconds(60).toString();
        List<Measurement> all = Orders.succeeded(minute, "755", 999_999_999, 99_999, 2000);
        metrics.write(all);
        metrics.write(Orders.failed(minute, "200", "2998", 9_999_999));
        return metrics;
    }

    private static SiteServer serve(MetricsInMemory metrics, RegionTable regions, Instant now) {
        return SiteServer.start(SiteSettings.of(metrics, MetricsInMemory.GROUP, regions)
                .withPort(0)
                .withTick(Duration.ofMillis(100))
                .withDisplay(DISPLAY)
                .withClock(Clock.fixed(now, ZoneOffset.UTC)));
    }

    private void take(URI server, String name, String address, int width, int height) {
        take(server, name, address, width, height, page -> {});
    }

    private interface Preparation {
        void on(Page page);
    }

    private void take(URI server, String name, String address, int width, int height, Preparation prepared) {
        if (!name.startsWith(only)) {
            return;
        }
        try (Visit visit = new Visit(chromium, server, width, height)) {
            visit.open(address);
            prepared.on(visit.page());
            // fonts and the last animation
            visit.page().waitForTimeout(1000);
            byte[] picture = visit.page().screenshot();
            Files.write(folder.resolve(name + ".webp"), small(visit.page(), picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Scales a picture, because those of a wall are large, and compresses it as WebP. */
    private static byte[] small(Page page, byte[] png) {
        Object url = page.evaluate("""
                async ([picture, widest]) => {
                  const image = new Image();
                  image.src = `data:image/png;base64,${picture}`;
                  await image.decode();
                  const scale = Math.min(1, widest / image.width);
                  const canvas = document.createElement('canvas');
                  canvas.width = image.width * scale;
                  canvas.height = image.height * scale;
                  const pen = canvas.getContext('2d');
                  pen.imageSmoothingQuality = 'high';
                  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
                  return canvas.toDataURL('image/webp', 0.8);
                }
                """, List.of(Base64.getEncoder().encodeToString(png), WIDEST));
        return Base64.getDecoder().decode(String.valueOf(url).replaceFirst(".*,", ""));
    }
}
