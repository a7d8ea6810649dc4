package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.Orders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of other dashboards expect: full screen, refresh, rotation, links, files, print, and hidden panels. */
@Tag("long")
class ControlsIT extends PageFixture {

    private static final String MINUTE = START.plusSeconds(60).toString();

    @Test
    void fullScreenIsAButtonAndAKey() {
        SiteServer server = serve(settings(GUANGDONG));
        Page page = visit(server, 1440, 900).open("/?period=1h").page();

        page.locator("#full").click();
        page.waitForCondition(() -> (boolean) page.evaluate("document.fullscreenElement !== null"));
        page.keyboard().press("f");
        page.waitForCondition(() -> (boolean) page.evaluate("document.fullscreenElement === null"));
    }

    @Test
    void aCalmerRefreshTakesNewNumbersLaterAndAChangeOfTheViewAtOnce() {
        metrics.write(Orders.succeeded(MINUTE, "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit calm = visit(server, 1440, 900).open("/?period=all&refresh=5m&lang=en");
        Visit live = visit(server, 1440, 900).open("/?period=all");
        assertThat(calm.page().locator("#refresh").inputValue()).isEqualTo("5m");

        metrics.write(Orders.succeeded(MINUTE, "755", 4, 1000, 2000));
        live.waitForText("[data-total=orders] .value", "7");
        assertThat(calm.text("[data-total=orders] .value")).isEqualTo("3");

        calm.page().locator("#refresh").selectOption("live");
        calm.page().locator("#region").selectOption("755");
        calm.waitForText("[data-total=orders] .value", "7");
        assertThat(calm.page().url()).doesNotContain("refresh");
        calm.requireClean();
    }

    @Test
    void anUnattendedWallShowsItsViewsInTurn() {
        metrics.write(Orders.succeeded(MINUTE, "755", 3, 1000, 2000));
        metrics.write(Orders.failed(MINUTE, "200", 4));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1920, 1080);
        visit.page().clock().install();
        visit.open("/?kiosk&rotate=20s&views=all.755,1h.rate");

        visit.waitForText("[data-total=orders] .value", "3");
        assertThat(visit.text("#rotation")).isEqualTo("1/2");
        visit.page().clock().runFor(20_000);
        visit.waitForText("#rotation", "2/2");
        assertThat(visit.page().url())
                .contains("period=1h")
                .contains("measure=rate")
                .doesNotContain("city");
        visit.page().clock().runFor(20_000);
        visit.waitForText("#rotation", "1/2");
        assertThat(visit.page().url()).contains("city=755");
        visit.requireClean();
    }

    @Test
    void theLinkHoldsEverythingThatIsShown() {
        metrics.write(Orders.succeeded(MINUTE, "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all&hide=hours");
        Page page = visit.page();
        page.locator("#theme").click();
        page.locator("#language").click();
        page.locator("#region").selectOption("755");
        page.locator("#measure [data-value=rate]").click();
        page.locator("#refresh").selectOption("30s");
        page.locator("#panel-minutes .tools button").first().click();
        page.locator("#panel-top .tools button").first().click();
        page.locator("#share").click();
        page.waitForCondition(() -> page.url().contains("theme=light"));

        Visit other = visit(server, 1440, 900)
                .open(page.url().substring(server.uri().toString().length() - 1));

        assertThat(other.page().evaluate("document.documentElement.dataset.theme"))
                .isEqualTo("light");
        assertThat(other.text("#title"))
                .startsWith("Guangdong mobile recharges")
                .contains("Shenzhen");
        assertThat(other.text("#panel-map h2")).contains("rate");
        assertThat(other.page().locator("#refresh").inputValue()).isEqualTo("30s");
        assertThat(other.page().locator(".behind:not([hidden]) tbody tr").count())
                .isPositive();
        assertThat(other.page().locator(".behind:not([hidden])").count()).isEqualTo(2);
        assertThat(other.page().locator("#panel-hours").isVisible()).isFalse();
        other.requireClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"map,top,reasons", "totals", "totals,minutes,hours,top,reasons", "top"})
    void hiddenPanelsLeaveTheirSpaceToTheOthers(String hidden) {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1920, 1080).open("/?period=1h&hide=" + hidden);

        List<?> shown = (List<?>) visit.page().evaluate("""
                [...document.querySelectorAll('#main > section')].filter((section) => section.offsetHeight > 0).map((section) => section.id)
                """);
        assertThat(shown).hasSize(6 - hidden.split(",").length);
        double used = ((Number) visit.page().evaluate("""
                (() => {
                  const area = (element) => element.offsetWidth * element.offsetHeight;
                  const sections = [...document.querySelectorAll('#main > section')].map(area);
                  return sections.reduce((sum, each) => sum + each, 0) / area(document.querySelector('#main'));
                })()
                """)).doubleValue();
        assertThat(used).as("the share of the page that panels use").isGreaterThan(0.75);
        assertThat(visit.page().evaluate("document.documentElement.scrollHeight <= innerHeight"))
                .isEqualTo(true);
        visit.requireClean();
    }

    @Test
    void everyPanelIsSavedAsPictureAndAsCsv() throws IOException {
        metrics.write(Orders.succeeded(MINUTE, "755", 3, 1000, 2000));
        metrics.write(Orders.failed(MINUTE, "200", "2998", 4));
        SiteServer server = serve(settings(GUANGDONG));
        Page page = visit(server, 1440, 900).open("/?period=all&lang=en").page();

        for (String panel :
                List.of("totals", "panel-map", "panel-top", "panel-reasons", "panel-minutes", "panel-hours")) {
            page.locator("#" + panel).hover();
            Download picture = page.waitForDownload(() -> page.locator("#" + panel + " [aria-label='Save as picture']")
                    .click());
            assertThat(Files.readAllBytes(picture.path())).startsWith(0x89, 'P', 'N', 'G');
            Download file = page.waitForDownload(() ->
                    page.locator("#" + panel + " [aria-label='Save as CSV']").click());
            assertThat(Files.readString(file.path()))
                    .as(panel)
                    .startsWith("\ufeff")
                    .contains("\r\n");
            if (panel.equals("totals")) {
                assertThat(Files.readString(file.path())).contains("Orders,7").contains("Success rate,42.86%");
            }
        }
    }

    @Test
    void aPrintIsOneLightPageWithoutControls() {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=1h&theme=dark");
        Page page = visit.page();
        byte[] pdf = page.pdf(new Page.PdfOptions().setPreferCSSPageSize(true).setPrintBackground(true));
        Matcher pages = Pattern.compile("/Type\\s*/Page\\b").matcher(new String(pdf, StandardCharsets.ISO_8859_1));
        assertThat(pages.results().count()).isEqualTo(1);

        page.evaluate("dispatchEvent(new Event('beforeprint'))");
        assertThat(page.evaluate("document.documentElement.dataset.theme")).isEqualTo("light");
        assertThat(page.locator("#periods").isVisible()).isFalse();
        assertThat(page.locator("#panel-hours").isVisible()).isTrue();
        page.evaluate("dispatchEvent(new Event('afterprint'))");
        assertThat(page.evaluate("document.documentElement.dataset.theme")).isEqualTo("dark");
        assertThat(page.locator("#periods").isVisible()).isTrue();
        visit.requireClean();
    }
}
