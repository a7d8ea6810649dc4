package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.Orders;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page for those who use a keyboard, a screen reader or a small screen. */
@Tag("long")
class EverybodyIT extends PageFixture {

    @Test
    void axeHasNoSeriousFindingInEitherThemeOrLanguageAtADeskOrOnAPhone() {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));

        for (String look : List.of("lang=zh&theme=dark", "lang=en&theme=light", "lang=en&theme=dark&city=755")) {
            Visit visit = visit(server, 1440, 900).open("/?period=all&" + look);
            visit.page().locator("#panel-minutes .tools button").first().click();
            visit.page().locator("#span").click();
            for (int[] size : List.of(new int[] {1440, 900}, new int[] {360, 800})) {
                assertThat(Axe.seriousFindings(visit.resize(size[0], size[1]).page()))
                        .as("%s at %s x %s", look, size[0], size[1])
                        .isEmpty();
            }
            visit.requireClean();
            visit.close();
        }
    }

    @Test
    void theKeyboardAloneChoosesPeriodRegionAndMeasureAndReadsTheTables() {
        metrics.write(Orders.succeeded(START.toString(), "762", 3, 1000, 2000));
        metrics.write(Orders.failed(START.toString(), "200", 4));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=1h&lang=en");
        Page page = visit.page();

        tabTo(page, "region");
        // the first letters would do as well, but only on a machine that is quick enough to take them for one word
        for (int press = 0; press < GUANGDONG.regions().size() && !page.url().contains("city=762"); press++) {
            page.keyboard().press("ArrowDown");
        }
        visit.waitForText("[data-total=orders] .value", "—");
        assertThat(page.url()).contains("city=762");

        tabTo(page, "all");
        page.keyboard().press("Enter");
        visit.waitForText("[data-total=orders] .value", "3");
        assertThat(focused(page))
                .as("the focus stays on the button that was pressed")
                .isEqualTo("all");

        tabTo(page, "rate");
        page.keyboard().press("Space");
        assertThat(page.url()).contains("measure=rate");

        tabTo(page, "Table");
        page.keyboard().press("Enter");
        assertThat(page.locator(".behind:not([hidden]) td").first().isVisible()).isTrue();

        page.evaluate("document.querySelector('.back').focus()");
        page.keyboard().press("Enter");
        visit.waitForText("[data-total=orders] .value", "7");
        assertThat(focused(page)).isEqualTo("region");
        visit.requireClean();
    }

    @Test
    void anySpanCanBeChosenAndIsKeptInTheAddress() {
        metrics.write(Orders.succeeded(START.toString(), "755", 3, 1000, 2000));
        metrics.write(Orders.succeeded(START.plusSeconds(180).toString(), "755", 5, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=1h");
        Page page = visit.page();

        page.locator("#span").click();
        page.locator("#span-from").fill("2026-01-01T08:00");
        page.locator("#span-to").fill("2026-01-01T08:00");
        page.locator("#span-apply").click();
        assertThat(page.url()).as("an end that is no end is not taken").contains("period=1h");
        page.locator("#span-to").fill("2026-01-01T08:03");
        page.locator("#span-apply").click();
        visit.waitForText("[data-total=orders] .value", "3");
        assertThat(page.url()).contains("from=2026-01-01T08%3A00").contains("to=2026-01-01T08%3A03");
        assertThat(visit.text("#span")).isEqualTo("2026-01-01 08:00 – 2026-01-01 08:03");
        assertThat(page.locator("#span-form").isVisible()).isFalse();

        page.locator("#span").click();
        page.locator("#span-day").fill("2026-01-01");
        page.locator("#span-apply").click();
        visit.waitForText("[data-total=orders] .value", "8");
        assertThat(page.url()).contains("period=2026-01-01").doesNotContain("from=");
        assertThat(visit.text("#span")).isEqualTo("2026-01-01");

        page.goBack();
        visit.waitForText("[data-total=orders] .value", "3");
        page.locator("#periods [data-value=all]").click();
        visit.waitForText("[data-total=orders] .value", "8");
        assertThat(visit.text("#span")).isEqualTo("自选…");
        visit.requireClean();
    }

    @Test
    void theWholePageWeighsLessThanHalfAMegabyteOverTheWire() {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900);
        AtomicLong bytes = new AtomicLong();
        CDPSession network = visit.page().context().newCDPSession(visit.page());
        network.send("Network.enable");
        network.on(
                "Network.dataReceived",
                event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
        network.on(
                "Network.responseReceived",
                event -> bytes.addAndGet(event.getAsJsonObject("response")
                        .get("encodedDataLength")
                        .getAsLong()));

        visit.open("/?period=all");

        assertThat(bytes.get()).isBetween(300_000L, 500_000L);
    }

    /** Presses the tabulator until something of this id, value or label has the focus. */
    private static void tabTo(Page page, String wanted) {
        for (int presses = 0; presses < 60; presses++) {
            page.keyboard().press("Tab");
            if (focused(page).equals(wanted)) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach '" + wanted + "'");
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("""
                (({ id, dataset, ariaLabel }) => id || dataset.value || ariaLabel || '')(document.activeElement)
                """));
    }
}
