package io.tidemark.site.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import io.tidemark.site.testing.InventedOrders;
import io.tidemark.site.testing.MetricsInMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures the processor time and the memory of a browser on a page that gets new numbers all the time, from Chrome's
 * own counters: {@code java … RendererTime [seconds] [address] [milliseconds between new numbers]}.
 */
final class RendererTime {

    private static final int HISTORY_MINUTES = 14 * 60;

    private RendererTime() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        String address = arguments.length > 1 ? arguments[1] : "/?period=today";
        int interval = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 250;
        RegionTable regions = RegionTable.preset("guangdong");
        MetricsInMemory metrics = new MetricsInMemory();
        InventedOrders orders = new InventedOrders(1, regions);
        Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        for (int minute = HISTORY_MINUTES; minute > 0; minute--) {
            metrics.write(orders.minute(start.minus(minute, ChronoUnit.MINUTES), 600));
        }
        ScheduledExecutorService job = Executors.newSingleThreadScheduledExecutor();
        try (SiteServer server = SiteServer.start(
                        SiteSettings.of(metrics, MetricsInMemory.GROUP, regions).withPort(0));
                Chromium chromium = new Chromium();
                BrowserContext context =
                        chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(1920, 1080))) {
            var unused = job.scheduleAtFixedRate(
                    () -> metrics.write(orders.minute(Instant.now().truncatedTo(ChronoUnit.MINUTES), 10)),
                    interval,
                    interval,
                    TimeUnit.MILLISECONDS);
            Page page = context.newPage();
            page.navigate(server.uri().resolve(address).toString());
            page.waitForSelector("#main:not([data-freshness=loading])");
            page.waitForTimeout(5_000);
            CDPSession counters = context.newCDPSession(page);
            JsonObject domain = new JsonObject();
            // processor time, and not the time that passed on a busy machine
            domain.addProperty("timeDomain", "threadTicks");
            counters.send("Performance.enable", domain);
            CDPSession processes = chromium.browser().newBrowserCDPSession();
            Map<String, Double> before = read(counters);
            Map<String, Double> processesBefore = processorSeconds(processes);
            page.waitForTimeout(seconds * 1_000.0);
            Map<String, Double> processesAfter = processorSeconds(processes);
            Map<String, Double> after = read(counters);
            for (String name : processesAfter.keySet()) {
                double spent = processesAfter.getOrDefault(name, 0.0) - processesBefore.getOrDefault(name, 0.0);
                System.out.printf("%s %.1f %% of a core, %s%n", name, spent / seconds * 100, memory(name));
            }
            for (String name : new String[] {
                "TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "ProcessTime"
            }) {
                System.out.printf(
                        "%s %.1f %% of a core%n",
                        name, (after.getOrDefault(name, 0.0) - before.getOrDefault(name, 0.0)) / seconds * 100);
            }
            for (String name : new String[] {"JSHeapUsedSize", "Nodes"}) {
                System.out.printf(
                        "%s %,.0f before, %,.0f after%n",
                        name, before.getOrDefault(name, 0.0), after.getOrDefault(name, 0.0));
            }
        } finally {
            job.shutdownNow();
        }
    }

    /** By the kind of process and its id. */
    private static Map<String, Double> processorSeconds(CDPSession browser) {
        Map<String, Double> seconds = new TreeMap<>();
        JsonArray processes = browser.send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo");
        for (JsonElement process : processes) {
            JsonObject each = process.getAsJsonObject();
            seconds.put(
                    each.get("type").getAsString() + " " + each.get("id").getAsString(),
                    each.get("cpuTime").getAsDouble());
        }
        return seconds;
    }

    /** The memory of a process, as Linux reports it. */
    private static String memory(String process) throws IOException {
        String id = process.substring(process.lastIndexOf(' ') + 1);
        return Files.readAllLines(Path.of("/proc", id, "status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("");
    }

    private static Map<String, Double> read(CDPSession counters) {
        counters.send("HeapProfiler.collectGarbage");
        Map<String, Double> values = new TreeMap<>();
        for (JsonElement metric : counters.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            JsonObject each = metric.getAsJsonObject();
            values.put(each.get("name").getAsString(), each.get("value").getAsDouble());
        }
        return values;
    }
}
