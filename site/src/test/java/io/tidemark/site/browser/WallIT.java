package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.InventedOrders;
import io.tidemark.site.testing.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page on a wall, and numbers of any size on any screen. */
@Tag("long")
class WallIT extends PageFixture {

    private static final String MINUTE = START.plusSeconds(60).toString();

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void theKeyNumbersTakeATwentiethOfTheHeight(String language) {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=1h&kiosk&lang=" + language);
        for (int[] size : List.of(new int[] {1920, 1080}, new int[] {3440, 1440}, new int[] {3840, 2160})) {
            int height = size[1];
            visit.resize(size[0], height);

            List<?> sizes = (List<?>) visit.page().evaluate("""
                    [...document.querySelectorAll('.total .value')].map((value) => parseFloat(getComputedStyle(value).fontSize))
                    """);
            assertThat(sizes).hasSize(6).allSatisfy(font -> assertThat(((Number) font).doubleValue())
                    .isGreaterThanOrEqualTo(height * 0.045));
            assertThat(sizes.stream()
                            .filter(font -> ((Number) font).doubleValue() >= height * 0.05)
                            .count())
                    .as("%s", sizes)
                    .isGreaterThanOrEqualTo(5);
        }
        visit.requireClean();
    }

    @ParameterizedTest
    @CsvSource({
        "1920, 1080, zh, today",
        "1920, 1080, en, today",
        "1920, 1080, en, 1h",
        "3840, 2160, zh, 1h",
        "3840, 2160, en, today"
    })
    void theNotesBelowTheNumbersAreReadableFromFiveMetresAndNoneIsCut(
            int width, int height, String language, String period) {
        inventOrders(GUANGDONG);
        InventedOrders yesterday = new InventedOrders(8, GUANGDONG);
        Instant start = START.minus(Duration.ofDays(1));
        for (int minute = 0; minute < MINUTES; minute++) {
            metrics.write(yesterday.minute(start.plus(Duration.ofMinutes(minute)), 300));
        }
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, width, height).open("/?kiosk&period=" + period + "&lang=" + language);

        assertThat(visit.page().locator(".compared").count()).isGreaterThanOrEqualTo(3);
        assertThat(visit.page().evaluate("""
                [...document.querySelectorAll('.total .note')]
                  .filter((note) => parseFloat(getComputedStyle(note).fontSize) < innerHeight * 0.02)
                  .map((note) => note.textContent)
                """))
                .as("small notes")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isEmpty();
        assertThat(visit.page().evaluate("""
                [...document.querySelectorAll('.total .note > *')].filter((part) => {
                  const [place, space] = [part.getBoundingClientRect(), part.parentElement.getBoundingClientRect()];
                  const isVisible = place.top < space.bottom - 1;
                  const isCut = place.right > space.right + 1 || part.scrollWidth > part.clientWidth || place.bottom > space.bottom + 1;
                  // the first part is always visible
                  return isVisible ? isCut : part === part.parentElement.firstChild;
                }).map((part) => part.textContent)
                """))
                .as("parts of notes that are cut")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isEmpty();
        visit.requireClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void theMapFillsItsPanelAndTheWorstCitiesAreLarge(String language) {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1440, 900).open("/?period=all&kiosk&lang=" + language);
        for (int[] size : List.of(
                new int[] {1366, 768}, new int[] {1920, 1080}, new int[] {3440, 1440}, new int[] {3840, 2160})) {
            int width = size[0];
            int height = size[1];
            visit.resize(width, height);

            assertThat(((Number) visit.page().evaluate("""
                    async () => {
                      const base = document.querySelector('script[type=module]').src.replace('app/main.js', '');
                      const echarts = await import(`${base}vendor/echarts.js`);
                      const chart = echarts.getInstanceByDom(document.querySelector('#panel-map .chart'));
                      const map = chart.getModel().getSeriesByIndex(0).coordinateSystem.getViewRect();
                      const list = document.querySelector('#worst');
                      const below = list.offsetTop >= map.y + map.height - 1 ? list.offsetHeight / chart.getHeight() : 0;
                      return (map.width / chart.getWidth()) * (map.height / chart.getHeight()) + below;
                    }
                    """)).doubleValue())
                    .as("the share of the panel that the map takes, and the list if it is below the map")
                    .isGreaterThan(0.72);
            if (width * 9 == height * 16) {
                assertThat(((Number)
                                        visit.page()
                                                .evaluate(
                                                        "parseFloat(getComputedStyle(document.querySelector('#worst button')).fontSize)"))
                                .doubleValue())
                        .isGreaterThanOrEqualTo(height * 0.022);
            }
        }
        visit.requireClean();
    }

    @Test
    void noNumberIsCutOnAnyScreen() {
        // 999,999,999 orders of 999.99 yuan
        metrics.write(Orders.succeeded(MINUTE, "755", 999_999_999, 99_999, 2000));
        metrics.write(Orders.failed(MINUTE, "200", 9_999_999));
        SiteServer server = serve(settings(GUANGDONG));
        for (String address : List.of("/?period=all&lang=zh", "/?period=all&lang=en&kiosk")) {
            Visit visit = visit(server, 360, 800).open(address);
            for (int width : new int[] {360, 640, 768, 1024, 1100, 1366, 1920, 2560, 3840}) {
                visit.resize(width, width < 700 ? 800 : width * 9 / 16);

                assertThat(visit.text("[data-total=amount] .value")).isEqualTo("¥999,989,999,000.01");
                assertThat(visit.page().evaluate("""
                        [...document.querySelectorAll('.total')]
                          .filter((tile) => tile.querySelector('.value').scrollWidth > tile.clientWidth
                            || tile.getBoundingClientRect().right > innerWidth)
                          .map((tile) => `${tile.dataset.total} of ${innerWidth}`)
                        """))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .isEmpty();
            }
            visit.requireClean();
            visit.close();
        }
    }
}
