package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.Orders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageIT extends PageFixture {

    @Test
    void everyChartDrawsTheNumbersOfTheApi() throws IOException, InterruptedException {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        JsonNode api = snapshot(server, "period=all");

        Visit visit = visit(server, 1440, 900).open("/?period=all");

        Map<String, Long> onMap = new HashMap<>();
        visit.series("panel-map", "failures")
                .forEach(city ->
                        onMap.put(city.get("name").asText(), city.get("value").asLong()));
        Map<String, Long> failures = new HashMap<>();
        api.get("cities").forEach(city -> {
            if (!city.get("code").asText().equals(RegionTable.OTHER)) {
                failures.put(city.get("name").asText(), city.get("failed").asLong());
            }
        });
        assertThat(onMap).hasSize(21).isEqualTo(failures);

        assertThat(visit.series("panel-top", "orders").findValuesAsText("value"))
                .isEqualTo(api.get("topCities").findValuesAsText("orders"))
                .hasSize(5);
        assertThat(visit.chart("panel-top").at("/yAxis/0/data/0").asText()).isEqualTo("深圳市");

        JsonNode minutes = api.at("/trend/minutes");
        assertThat(minutes.get("orders").size()).isEqualTo(MINUTES);
        JsonNode line = visit.series("panel-minutes", "orders");
        JsonNode running = visit.series("panel-minutes", "orders-running");
        JsonNode bars = visit.series("panel-minutes", "amount");
        for (int i = 0; i < MINUTES; i++) {
            JsonNode point = i < MINUTES - 1 ? line.get(i) : running.get(0);
            assertThat(point.get(0).asLong()).isEqualTo(wallClock("2026-01-01T08:00:00Z") + i * 60_000L);
            assertThat(point.get(1).asLong())
                    .isEqualTo(minutes.get("orders").get(i).asLong());
            assertThat(bars.get(i).at("/value/1").asDouble() * 100)
                    .isEqualTo(minutes.get("amountFen").get(i).asDouble());
        }

        JsonNode hours = visit.series("panel-hours", "orders");
        assertThat(hours.get(0).at("/value/1").asLong())
                .isEqualTo(api.at("/trend/hours/orders/0").asLong());
        assertThat(visit.series("panel-hours", "rate").get(0).get(1).asDouble())
                .isEqualTo(api.at("/trend/hours/succeeded/0").asDouble()
                        / api.at("/trend/hours/orders/0").asDouble());

        assertThat(visit.text("[data-total=orders] .value"))
                .isEqualTo(String.format("%,d", api.at("/overall/orders").asLong()));
        assertThat(visit.text("[data-total=amount] .value"))
                .isEqualTo("¥"
                        + String.format("%,.2f", api.at("/overall/amountFen").asLong() / 100.0));
        assertThat(visit.text("[data-total=rate] .value"))
                .isEqualTo(
                        String.format("%.2f%%", api.at("/overall/successRate").asDouble() * 100));
        assertThat(visit.text("[data-total=rejected] .value"))
                .isEqualTo(String.valueOf(api.at("/records/rejected").asLong()));
        visit.requireClean();
    }

    @Test
    void reasonsOfFailuresAreShownAsTextWhateverTheyHold() {
        String hostile = "<img src=x onerror=alert(1)>";
        metrics.write(Orders.failed(START.toString(), "755", hostile, 3));
        metrics.write(Orders.failed(START.toString(), "755", "\u202E8992", 2));
        metrics.write(Orders.failed(START.toString(), "200", "other", 1));
        SiteServer server = serve(settings(GUANGDONG));

        Visit visit = visit(server, 1440, 900).open("/?period=all");

        assertThat(visit.chart("panel-reasons").at("/yAxis/0/data"))
                .hasToString("[\"" + hostile + "\",\"\\\\u202e8992\",\"其他结果码\"]");
        assertThat(visit.series("panel-reasons", "reasons").findValuesAsText("value"))
                .containsExactly("3", "2", "1");
        visit.page().locator("#panel-reasons .tools button").first().click();
        assertThat(visit.text("#panel-reasons tbody tr:first-child td:first-child"))
                .isEqualTo(hostile);
        assertThat(visit.page().locator("#panel-reasons img").count()).isZero();
        assertThat(visit.text("#panel-reasons h2")).contains("失败原因").contains("6");
        visit.open("/?period=all&city=200");
        assertThat(visit.chart("panel-reasons").at("/yAxis/0/data")).hasToString("[\"其他结果码\"]");
        visit.requireClean();
    }

    @Test
    void aNewBatchReachesThePageByItself() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");
        assertThat(visit.text("[data-total=orders] .value")).isEqualTo("3");

        metrics.write(Orders.failed(START.toString(), "200", 4));

        visit.waitForText("[data-total=orders] .value", "7");
        visit.page()
                .waitForCondition(
                        () -> visit.series("panel-map", "failures").toString().contains("\"value\":4"));
        assertThat(visit.chart("panel-top").at("/yAxis/0/data/0").asText()).isEqualTo("广州市");
        visit.requireClean();
    }

    @Tag("long")
    @Test
    void minutesWithoutOrdersAreZerosAndVisitorsAbroadSeeTheSameClock() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        metrics.write(Orders.succeeded(START.plusSeconds(180).toString(), "755", 5, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));

        Visit visit = visit(server, 1440, 900).open("/?from=2026-01-01T08:00&to=2026-01-01T08:04");

        assertThat(visit.series("panel-minutes", "orders").toString())
                .isEqualTo("[[%1$d,3],[%2$d,0],[%3$d,0],[%4$d,5]]"
                        .formatted(
                                wallClock("2026-01-01T08:00:00Z"),
                                wallClock("2026-01-01T08:01:00Z"),
                                wallClock("2026-01-01T08:02:00Z"),
                                wallClock("2026-01-01T08:03:00Z")));
        visit.requireClean();
    }

    @Test
    void aCityOnTheMapTurnsAllPanelsAndTheWayBackIsThere() {
        metrics.write(Orders.succeeded(START.toString(), "762", 3, 1000, 2000));
        metrics.write(Orders.failed(START.toString(), "200", 4));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");

        visit.clickOnMap("河源市");
        visit.waitForText("[data-total=orders] .value", "3");
        assertThat(visit.page().url()).contains("city=762");
        assertThat(visit.text("#title")).contains("河源市");
        assertThat(visit.series("panel-minutes", "orders").get(0).get(1).asLong())
                .isEqualTo(3);

        visit.page().locator(".back").click();
        visit.waitForText("[data-total=orders] .value", "7");
        visit.page().goBack();
        visit.waitForText("[data-total=orders] .value", "3");
        visit.requireClean();
    }

    @Test
    void thePeriodIsKeptInTheAddress() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");

        visit.page().locator("#periods [data-value='15m']").click();

        visit.waitForText("[data-total=orders] .value", "—");
        assertThat(visit.page().url()).contains("period=15m");
        assertThat(visit.page().locator("#periods [aria-pressed=true]").textContent())
                .isEqualTo("15 分钟");
        visit.requireClean();
    }

    @Test
    void beforeTheFirstOrderThereIsNoZeroButAWord() {
        SiteServer server = serve(settings(GUANGDONG));

        Visit visit = visit(server, 1440, 900).open("/?period=all");

        assertThat(visit.text("#state-word")).isEqualTo("等待第一批数据");
        assertThat(visit.text("[data-total=orders] .value")).isEqualTo("—");
        assertThat(visit.text("#panel-minutes .empty")).isEqualTo("该时段暂无订单");
        visit.requireClean();
    }

    @Tag("long")
    @Test
    void aSourceThatIsAwayIsSaidWithTheLastNumbersAndItsReturnToo() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");
        visit.waitForText("#state-word", "实时");

        metrics.fail("Connection refused");
        visit.waitForText("#state-word", "数据源不可用");
        assertThat(visit.text("[data-total=orders] .value")).isEqualTo("3");
        assertThat(visit.page().locator("#main").getAttribute("data-freshness")).isEqualTo("old");

        metrics.recover();
        visit.waitForText("#state-word", "实时");
        visit.requireClean();
    }

    @Tag("long")
    @Test
    void aServerThatIsGoneIsSaidAndThePageComesBackByItself() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");
        visit.waitForText("#state-word", "实时");

        server.close();
        visit.waitForText("#state-word", "正在重连");
        metrics.write(Orders.failed(START.toString(), "200", 4));
        serve(settings(GUANGDONG).withPort(server.uri().getPort()));

        visit.waitForText("#state-word", "实时");
        visit.waitForText("[data-total=orders] .value", "7");
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"period=hour", "from=yesterday", "period=all&city=nowhere"})
    void anAddressThatSaysNothingIsForgotten(String parameters) {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));

        Visit visit = visit(server, 1440, 900).open("/?kiosk&" + parameters);

        visit.waitForText("#state-word", "实时");
        assertThat(visit.page().url()).endsWith("/?kiosk=");
    }

    @Tag("long")
    @Test
    void theLanguageAndTheThemeAreTheVisitors() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");
        assertThat(visit.page().title()).isEqualTo("广东省话费充值实时监控");

        visit.page().locator("#language").click();
        assertThat(visit.page().title()).isEqualTo("Guangdong mobile recharges");
        assertThat(visit.chart("panel-top").at("/yAxis/0/data/0").asText()).isEqualTo("Shenzhen");
        assertThat(visit.page().locator("html").getAttribute("lang")).isEqualTo("en");

        visit.page().locator("#theme").click();
        assertThat(visit.page().locator("html").getAttribute("data-theme")).isEqualTo("light");
        visit.page().reload();
        visit.waitForText("h1", "Guangdong mobile recharges");
        assertThat(visit.page().locator("html").getAttribute("data-theme")).isEqualTo("light");
        visit.requireClean();
    }

    @Tag("long")
    @Test
    void aPausedPageStandsStill() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");

        visit.page().locator("#pause").click();
        visit.waitForText("#state-word", "已暂停");
        metrics.write(Orders.failed(START.toString(), "200", 4));
        assertThat(visit.text("[data-total=orders] .value")).isEqualTo("3");

        visit.page().locator("#pause").click();
        visit.waitForText("[data-total=orders] .value", "7");
        visit.requireClean();
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"zh, 1920, 1080", "en, 1440, 900", "zh, 360, 800"})
    void aNationwidePageShowsEveryProvinceAsATileThatCanBeChosen(String language, int width, int height) {
        RegionTable provinces = RegionTable.preset("cmcc");
        inventOrders(provinces);
        SiteServer server = serve(settings(provinces));

        Visit visit = visit(server, width, height).open("/?period=all&lang=" + language);

        JsonNode tiles = visit.series("panel-map", "failures");
        assertThat(tiles).hasSize(31);
        assertThat(StreamSupport.stream(tiles.spliterator(), false)
                        .map(tile -> tile.at("/value/0") + "," + tile.at("/value/1")))
                .doesNotHaveDuplicates();
        List<String> painted = visit.painted("panel-map").findValuesAsText("text");
        assertThat(painted).contains(language.equals("zh") ? "黑龙江" : "Heilongjiang");
        assertThat(visit.page().evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(width);

        visit.clickOnTile(4, 6);
        visit.page().waitForCondition(() -> visit.page().url().contains("city=200"));
        visit.waitForText("#title", language.equals("zh") ? "广东" : "Guangdong");
        visit.requireClean();
    }

    @Test
    void namesWithMarkupAreShownAsText(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("regions.json");
        String name = "<img src=x onerror=alert(1)>";
        Files.writeString(file, """
                {"name": "evil", "title": "<script>alert(1)</script>", "english": "</script><b>", "map": null,
                 "regions": [{"code": "1", "name": "%1$s", "english": "%1$s"}]}
                """.formatted(name));
        metrics.write(Orders.failed(START.toString(), "1", 4));
        SiteServer server = serve(settings(RegionTable.load(file)));

        Visit visit = visit(server, 1440, 900).open("/?period=all&city=1");

        assertThat(visit.text("#title")).startsWith("<script>alert(1)</script>").contains(name);
        visit.page().locator("#panel-top .tools button").first().click();
        assertThat(visit.text("#panel-top td")).isEqualTo(name);
        assertThat(visit.page().locator("main img").count()).isZero();
        visit.requireClean();
    }

    @Tag("long")
    @Test
    void aPhoneNeedsNoSidewaysScrolling() {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));

        for (String language : List.of("zh", "en")) {
            Visit visit = visit(server, 360, 800).open("/?period=all&lang=" + language);
            assertThat(visit.page().evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(360);
            visit.requireClean();
        }
    }

    @Tag("long")
    @Test
    void aDeskAndAWallNeedNoScrollingAtAll() {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));

        Visit visit = visit(server, 1440, 900).open("/?period=all&kiosk");
        for (int[] size : List.of(new int[] {1440, 900}, new int[] {1920, 1080}, new int[] {3840, 2160})) {
            visit.resize(size[0], size[1]);
            assertThat(
                            visit.page()
                                    .evaluate(
                                            "document.body.scrollHeight <= innerHeight && document.body.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
        }
        visit.requireClean();
    }

    private static long wallClock(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private static JsonNode snapshot(SiteServer server, String query) throws IOException, InterruptedException {
        URI address = server.uri().resolve("/api/snapshot?" + query);
        return JsonMapper.builder()
                .build()
                .readTree(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                        .body());
    }
}
