package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.site.Display;
import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.Orders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a glance at the page answers: what the last minute brought, whether that is good, and how old it is. */
class GlanceIT extends PageFixture {

    private static final String LAST_FULL_MINUTE =
            START.plus(Duration.ofMinutes(MINUTES - 2)).toString();
    private static final String RUNNING_MINUTE =
            START.plus(Duration.ofMinutes(MINUTES - 1)).toString();

    @Test
    void theLastFullMinuteHasItsOrdersAndAmountAndTheCurrentOneIsMarked() {
        metrics.write(Orders.succeeded(LAST_FULL_MINUTE, "755", 12, 1000, 2000));
        metrics.write(Orders.succeeded(RUNNING_MINUTE, "755", 1, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=1h&lang=en");

        assertThat(visit.text("[data-total=minute] .value")).isEqualTo("12");
        assertThat(visit.text("[data-total=minute] h2"))
                .contains("Last full minute")
                .contains("09:33");
        assertThat(visit.text("[data-total=minute] .note")).isEqualTo("¥120.00");
        assertThat(visit.page()
                        .locator("[data-total=minute] polyline")
                        .getAttribute("points")
                        .split(" "))
                .hasSize(30);
        assertThat(visit.chart("panel-minutes")
                        .at("/series/0/markArea/data/0/0/name")
                        .asText())
                .isEqualTo("running");
        visit.requireClean();
    }

    @Test
    void thePeriodIsComparedWithYesterdayAndWithThePeriodBefore() {
        Instant minute = Instant.parse(LAST_FULL_MINUTE);
        metrics.write(Orders.succeeded(LAST_FULL_MINUTE, "755", 90, 1000, 2000));
        metrics.write(Orders.failed(LAST_FULL_MINUTE, "755", 10));
        metrics.write(Orders.succeeded(RUNNING_MINUTE, "755", 500, 1000, 2000));
        String yesterday = minute.minus(Duration.ofDays(1)).toString();
        metrics.write(Orders.succeeded(yesterday, "755", 76, 1000, 2000));
        metrics.write(Orders.failed(yesterday, "755", 4));
        metrics.write(Orders.succeeded(minute.minus(Duration.ofHours(1)).toString(), "755", 200, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1920, 1080).open("/?period=1h&lang=en");

        assertThat(visit.text("[data-total=orders] .compared")).isEqualTo("yesterday ▲ 25%·previous ▼ 50%");
        assertThat(visit.text("[data-total=amount] .compared")).isEqualTo("yesterday ▲ 18.4%·previous ▼ 55%");
        assertThat(visit.text("[data-total=rate] .compared")).isEqualTo("yesterday ▼ 5 pp·previous ▼ 10 pp");
        assertThat(visit.text("[data-total=minute] .compared")).isEqualTo("Orders yesterday 80");
        JsonNode ghost = visit.series("panel-minutes", "ghost");
        assertThat(ghost).hasSize(60);
        assertThat(ghost.get(58).get(1).asLong()).isEqualTo(80);

        visit.page().locator("#periods [data-value=all]").click();
        visit.page().waitForCondition(() -> visit.page().locator(".compared").count() == 0);
        assertThat(visit.series("panel-minutes", "ghost")).isEmpty();

        Visit past = visit(server, 1440, 900).open("/?period=2026-01-01&lang=zh");
        assertThat(past.text("[data-total=orders] .compared")).startsWith("较前一日 ");
        visit.requireClean();
    }

    @Test
    void theDashedLineOfALongPeriodHasTheMeansOfSeveralMinutesAndIsAboveTheOrders() {
        // 9:35 in Shanghai: a day of 575 minutes
        Instant midnight = Instant.parse("2025-12-31T16:00:00Z");
        Instant yesterday = midnight.minus(Duration.ofDays(1));
        for (int minute = 0; minute < 575; minute++) {
            metrics.write(Orders.succeeded(
                    midnight.plus(Duration.ofMinutes(minute)).toString(), "755", 100 + minute % 7, 1000, 2000));
            metrics.write(Orders.succeeded(
                    yesterday.plus(Duration.ofMinutes(minute)).toString(), "755", 100 + minute % 5, 1000, 2000));
        }
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1920, 1080).open("/?period=today&lang=en");

        JsonNode ghost = visit.series("panel-minutes", "ghost");
        assertThat(ghost).hasSize(115);
        assertThat(ghost)
                .allSatisfy(point -> assertThat(point.get(1).asDouble()).isEqualTo(102));
        assertThat(visit.zOf("panel-minutes", "ghost")).isGreaterThan(visit.zOf("panel-minutes", "orders"));
        visit.requireClean();
    }

    @Test
    void noNameInFrontOfABarIsCutAtAnyWidth() {
        metrics.write(Orders.failed(LAST_FULL_MINUTE, "755", "2998", 3));
        metrics.write(Orders.failed(LAST_FULL_MINUTE, "755", "4711", 2));
        Display display =
                new Display(0.9, 0.8, Map.of("2998", new Display.Meaning("充值平台超时", "Recharge platform timed out")));
        SiteServer server = serve(settings(GUANGDONG).withDisplay(display));
        Visit visit = visit(server, 1300, 900).open("/?period=all&lang=en");
        for (int width = 1300; width <= 2000; width += 100) {
            visit.resize(width, 900);
            for (String panel : List.of("panel-reasons", "panel-top")) {
                assertThat(visit.painted(panel))
                        .as("%s at %s", panel, width)
                        .isNotEmpty()
                        .allSatisfy(text -> assertThat(text.get("x").asDouble())
                                .as("%s", text)
                                .isGreaterThanOrEqualTo(0));
            }
        }
        visit.requireClean();
    }

    @Test
    void successRatesHaveTheTonesOfTheConfiguredThresholds() {
        metrics.write(Orders.succeeded(LAST_FULL_MINUTE, "755", 93, 1000, 2000));
        metrics.write(Orders.failed(LAST_FULL_MINUTE, "755", 7));
        for (String[] expected :
                new String[][] {{"0.95", "0.94", "bad"}, {"0.95", "0.9", "warn"}, {"0.9", "0.8", "good"}}) {
            Display display = new Display(Double.parseDouble(expected[0]), Double.parseDouble(expected[1]), Map.of());
            SiteServer server = serve(settings(GUANGDONG).withDisplay(display));
            Visit visit = visit(server, 1440, 900).open("/?period=all");

            assertThat(visit.page().locator("[data-total=rate] [data-tone]").getAttribute("data-tone"))
                    .isEqualTo(expected[2]);
            visit.requireClean();
        }
    }

    @Test
    void failureCodesAreShownInTheWordsOfTheConfiguration() {
        metrics.write(Orders.failed(LAST_FULL_MINUTE, "755", "2998", 3));
        metrics.write(Orders.failed(LAST_FULL_MINUTE, "755", "4711", 2));
        Display display = new Display(0.9, 0.8, Map.of("2998", new Display.Meaning("平台超时", "<b>Timeout</b>")));
        SiteServer server = serve(settings(GUANGDONG).withDisplay(display));

        Visit chinese = visit(server, 1440, 900).open("/?period=all&lang=zh");
        assertThat(chinese.chart("panel-reasons").at("/yAxis/0/data")).hasToString("[\"2998 平台超时\",\"4711\"]");

        Visit english = visit(server, 1440, 900).open("/?period=all&lang=en");
        assertThat(english.chart("panel-reasons").at("/yAxis/0/data"))
                .hasToString("[\"2998 <b>Timeout</b>\",\"4711\"]");
        english.requireClean();
    }

    @Test
    void aBannerOverTheFullWidthSaysThatTheNumbersAreOld() {
        inventOrders(GUANGDONG);
        Instant later = CLOCK.instant().plus(Duration.ofMinutes(5));
        SiteServer stale = serve(settings(GUANGDONG).withClock(Clock.fixed(later, ZoneOffset.UTC)));
        Visit old = visit(stale, 1440, 900).open("/?period=1h&lang=en");

        assertThat(old.text("#banner")).isEqualTo("No new data: the last batch was written 5 min ago (09:34:40)");
        assertThat(old.page().locator("#banner").boundingBox().width)
                .isEqualTo(old.page().locator("#main").boundingBox().width);
        // the clock ticks while the page loads
        assertThat(old.text("#wall")).matches("now 09:(39|40):\\d\\d");
        assertThat(old.page().evaluate("""
                [...document.querySelectorAll('#main .value, #main .note, #main .chart, #main .foot, #main h2')].every((part) => {
                  for (let element = part; element; element = element.parentElement) {
                    if (getComputedStyle(element).filter.includes('saturate')) return true;
                  }
                  return false;
                })
                """)).as("everything is grey").isEqualTo(true);

        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=1h&lang=en");
        assertThat(visit.page().locator("#banner").isVisible()).isFalse();
        metrics.fail("Connection refused");
        visit.waitForText("#banner", "The data source is unavailable");
        assertThat(visit.page().locator("#banner").isVisible()).isTrue();
        metrics.recover();
        visit.waitForText("#state-word", "Live");
        assertThat(visit.page().locator("#banner").isVisible()).isFalse();
        visit.requireClean();
    }
}
