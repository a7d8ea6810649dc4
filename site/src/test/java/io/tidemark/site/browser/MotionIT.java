package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.Orders;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What moves, what does not, and what is not drawn again. */
@Tag("long")
class MotionIT extends PageFixture {

    private static final String MINUTE = START.plusSeconds(60).toString();

    @Test
    void numbersCountUpAndACityPulsesWhenItsFailuresRise() {
        metrics.write(Orders.failed(MINUTE, "755", 1000));
        metrics.write(Orders.failed(MINUTE, "200", 10));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");
        record(visit.page());

        metrics.write(Orders.failed(MINUTE, "200", 990));
        visit.waitForText("[data-total=orders] .value", "2,000");

        assertThat(seen(visit.page(), "numbers"))
                .hasSizeGreaterThan(3)
                .isSorted()
                .endsWith("2,000");
        assertThat(seen(visit.page(), "pulses")).containsExactly("200");
        visit.page().waitForCondition(() -> visit.page().locator(".pulse").count() == 0);
        assertThat((String) visit.page()
                        .evaluate("getComputedStyle(document.querySelector('.lamp')).animationTimingFunction"))
                .as("the lamp, which never rests, is drawn a few times a second")
                .startsWith("steps(3");
        visit.requireClean();
    }

    @Test
    void nothingMovesForAVisitorWhoWantsNoMotion() {
        metrics.write(Orders.failed(MINUTE, "755", 1000));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900);
        visit.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        visit.open("/?period=all");
        record(visit.page());

        metrics.write(Orders.failed(MINUTE, "755", 1000));
        visit.waitForText("[data-total=orders] .value", "2,000");

        assertThat(seen(visit.page(), "numbers")).containsExactly("2,000");
        assertThat(seen(visit.page(), "pulses")).isEmpty();
        assertThat(visit.page().evaluate("document.getAnimations().length")).isEqualTo(0);
        visit.requireClean();
    }

    @Test
    void aPartThatHasNotChangedIsNotDrawnAgain() {
        metrics.write(Orders.succeeded(MINUTE, "755", 3, 1000, 2000));
        metrics.write(Orders.failed(MINUTE, "200", "2998", 4));
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all");
        visit.page().evaluate("""
                async () => {
                  const base = document.querySelector('script[type=module]').src.replace('app/main.js', '');
                  const echarts = await import(`${base}vendor/echarts.js`);
                  window.drawn = new Set();
                  for (const panel of document.querySelectorAll('.panel')) {
                    echarts.getInstanceByDom(panel.querySelector('.chart')).on('rendered', () => window.drawn.add(panel.id));
                  }
                  window.rejected = document.querySelector('[data-total=rejected]');
                  window.orders = document.querySelector('[data-total=orders]');
                }
                """);

        metrics.write(Orders.succeeded(MINUTE, "755", 5, 1000, 2000));
        visit.waitForText("[data-total=orders] .value", "12");
        visit.page().waitForCondition(() -> drawn(visit.page()).contains("panel-minutes"));

        assertThat(drawn(visit.page()))
                .contains("panel-top", "panel-hours")
                .as("the failures are as before")
                .doesNotContain("panel-reasons");
        assertThat(visit.page().evaluate("window.rejected.isConnected && !window.orders.isConnected"))
                .isEqualTo(true);
        visit.requireClean();
    }

    private static List<String> drawn(Page page) {
        return seen(page, "drawn");
    }

    /** Records every text of the number of orders, and every region that pulses. */
    private static void record(Page page) {
        page.evaluate("""
                () => {
                  window.numbers = [];
                  window.pulses = [];
                  new MutationObserver(() => {
                    const text = document.querySelector('[data-total=orders] .value')?.textContent;
                    if (text !== window.numbers.at(-1)) window.numbers.push(text);
                  }).observe(document.querySelector('#totals'), { childList: true, subtree: true, characterData: true });
                  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) =>
                    window.pulses.push(node.dataset.code)))).observe(document.querySelector('#pulses'), { childList: true });
                }
                """);
    }

    @SuppressWarnings("unchecked")
    private static List<String> seen(Page page, String list) {
        return (List<String>) page.evaluate("[...window." + list + "]");
    }
}
