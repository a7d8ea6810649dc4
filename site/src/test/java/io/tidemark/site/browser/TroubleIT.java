package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Route;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import io.tidemark.site.testing.Orders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page when something is wrong: a stopped job, a broken panel, a map that does not load, a day that cannot be. */
@Tag("long")
class TroubleIT extends PageFixture {

    @Test
    void theMinutesAfterAStoppedJobAreAGapAndTheAgeOfTheNumbersIsShown() {
        inventOrders(GUANGDONG);

        Visit live = visit(serve(at(Duration.ofSeconds(2))), 1440, 900).open("/?period=1h");
        live.waitForText("#state-word", "实时");

        Visit aged = visit(serve(at(Duration.ofSeconds(8))), 1440, 900).open("/?period=1h");
        aged.waitForText("#state-word", "实时");
        assertThat(aged.text("#state-when")).contains("秒前");

        Visit late = visit(serve(at(Duration.ofSeconds(20))), 1440, 900).open("/?period=1h");
        late.waitForText("#state-word", "数据延迟");

        Visit stale = visit(serve(at(Duration.ofMinutes(5))), 1440, 900).open("/?period=1h");
        stale.waitForText("#state-word", "数据陈旧");
        assertThat(stale.text("#state-when")).contains("5 分钟前");
        JsonNode line = stale.series("panel-minutes", "orders");
        for (int minutesAgo = 1; minutesAgo <= 4; minutesAgo++) {
            assertThat(line.get(line.size() - minutesAgo).get(1).isNull()).isTrue();
        }
        assertThat(line.get(line.size() - 5).get(1).asLong()).isPositive();
        stale.page().locator("#panel-minutes .tools button").first().click();
        assertThat(stale.text("#panel-minutes tbody tr:nth-child(2)")).contains("——");
        assertThat(stale.text("#panel-minutes tbody tr:nth-child(6)")).contains("不完整");
        stale.requireClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&city=755", "&kiosk"})
    void theHeaderStaysOnOneLineInEveryState(String more) {
        inventOrders(GUANGDONG);
        SiteServer server = serve(at(Duration.ofMinutes(5)));
        for (String language : List.of("zh", "en")) {
            Visit visit = visit(server, 1440, 900).open("/?period=1h&lang=" + language + more);
            requireHeaderOnOneLine(visit, "stale " + language);
            metrics.fail("Connection refused");
            visit.page().waitForSelector("#state[data-state=away]");
            requireHeaderOnOneLine(visit, "away " + language);
            metrics.recover();
            visit.close();
        }
    }

    private static void requireHeaderOnOneLine(Visit visit, String state) {
        for (int[] size : List.of(new int[] {1366, 768}, new int[] {1440, 900}, new int[] {1920, 1080})) {
            assertThat(headerIsOneLine(visit.resize(size[0], size[1])))
                    .as("%s at %s x %s", state, size[0], size[1])
                    .isEqualTo(true);
        }
    }

    /** Every part of the header is beside the one before it and in the window, and the state is in one line. */
    private static Object headerIsOneLine(Visit visit) {
        return visit.page().evaluate("""
                () => {
                  const parts = [...document.querySelectorAll('.top > *')]
                    .filter((part) => part.offsetWidth > 0)
                    .map((part) => part.getBoundingClientRect());
                  const [state, word] = ['#state', '#state-word']
                    .map((id) => document.querySelector(id).getBoundingClientRect());
                  return parts.every(({ left, right }, index) =>
                      right <= innerWidth && (index === 0 || left >= parts[index - 1].right - 1))
                    && word.right <= state.right && word.height < 0.8 * state.height;
                }
                """);
    }

    @Test
    void aPanelThatCannotBeDrawnShowsItsOwnErrorAndTheOthersAreLive() {
        metrics.write(Orders.failed(START.toString(), "200", "2998", 3));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900);
        visit.page()
                .route(
                        "**/panels/top.js",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody("export function describeTop() { throw new Error('broken'); }")));
        visit.page()
                .route(
                        "**/panels/totals.js",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("text/javascript")
                                .setBody("export function drawTotals() { throw new Error('no totals'); }")));
        visit.open("/?period=all");

        assertThat(visit.text("#panel-top .empty")).isEqualTo("此面板无法显示：broken");
        assertThat(visit.text("#totals")).isEqualTo("此面板无法显示：no totals");
        assertThat(visit.text("#state-word")).isEqualTo("实时");
        metrics.write(Orders.failed(START.toString(), "200", "2998", 4));
        visit.waitForText("#panel-reasons h2", "7");
    }

    @Test
    void withoutItsMapThePageRanksTheRegions() {
        metrics.write(Orders.failed(START.toString(), "200", 3));
        SiteServer server = serve(settings(GUANGDONG));
        for (String body : new String[] {"", "{\"type\":\"Topology\"}"}) {
            Visit visit = visit(server, 1440, 900);
            visit.page().route("**/map.json", route -> route.fulfill(new Route.FulfillOptions().setBody(body)));
            visit.open("/?period=all");

            assertThat(visit.text("#panel-map h2")).contains("地图无法加载");
            assertThat(visit.series("panel-map", "failures")).hasSize(21);
            assertThat(visit.text("[data-total=orders] .value")).isEqualTo("3");
        }
    }

    @Test
    void theDayPickerDoesNotAskForAnImpossibleDay() {
        metrics.write(Orders.failed(START.toString(), "200", 3));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");

        visit.page().locator("#span").click();
        visit.page().locator("#span-from").fill("1800-01-01T00:00");
        visit.page().locator("#span-to").fill("1800-01-02T00:00");
        visit.page().locator("#span-apply").click();
        assertThat(visit.page().url()).endsWith("period=all");
        assertThat(visit.page().locator("#span-form").isVisible()).isTrue();

        visit.page().locator("#span-day").fill("2026-01-01");
        visit.page().locator("#span-apply").click();
        visit.waitForText("#span", "2026-01-01");
        visit.waitForText("[data-total=orders] .value", "3");
        visit.requireClean();
    }

    private SiteSettings at(Duration afterTheLastBatch) {
        Instant now = CLOCK.instant().plus(afterTheLastBatch);
        return settings(GUANGDONG).withClock(Clock.fixed(now, ZoneOffset.UTC));
    }
}
