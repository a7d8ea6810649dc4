package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.InventedOrders;
import io.tidemark.site.testing.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page on a wall, and numbers of any size on any screen. */
class WallIT extends PageFixture {

    private static final String MINUTE = START.plusSeconds(60).toString();

    @ParameterizedTest
    @CsvSource({"1920, 1080", "3440, 1440", "3840, 2160"})
    void theKeyNumbersTakeATwentiethOfTheHeight(int width, int height) {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        for (String language : List.of("zh", "en")) {
            Visit visit = visit(server, width, height).open("/?period=1h&kiosk&lang=" + language);

            List<?> sizes = (List<?>) visit.page().evaluate("""
                    [...document.querySelectorAll('.total .value')].map((value) => parseFloat(getComputedStyle(value).fontSize))
                    """);
            assertThat(sizes).hasSize(6).allSatisfy(size -> assertThat(((Number) size).doubleValue())
                    .isGreaterThanOrEqualTo(height * 0.045));
            assertThat(sizes.stream()
                            .filter(size -> ((Number) size).doubleValue() >= height * 0.05)
                            .count())
                    .as("%s", sizes)
                    .isGreaterThanOrEqualTo(5);
            visit.requireClean();
        }
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
    @CsvSource({"1366, 768", "1920, 1080", "3440, 1440", "3840, 2160"})
    void theMapFillsItsPanelAndTheWorstCitiesAreLarge(int width, int height) {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        for (String language : List.of("zh", "en")) {
            Visit visit = visit(server, width, height).open("/?period=all&kiosk&lang=" + language);

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
            visit.requireClean();
        }
    }

    @Test
    void noNumberIsCutOnAnyScreen() {
        // 999,999,999 orders of 999.99 yuan
        metrics.write(Orders.succeeded(MINUTE, "755", 999_999_999, 99_999, 2000));
        metrics.write(Orders.failed(MINUTE, "200", 9_999_999));
        SiteServer server = serve(settings(GUANGDONG));
        for (int width : new int[] {360, 640, 768, 1024, 1100, 1366, 1920, 2560, 3840}) {
            for (String address : List.of("/?period=all&lang=zh", "/?period=all&lang=en&kiosk")) {
                Visit visit =
                        visit(server, width, width < 700 ? 800 : width * 9 / 16).open(address);

                assertThat(visit.text("[data-total=amount] .value")).isEqualTo("¥999,989,999,000.01");
                assertThat(visit.page().evaluate("""
                        [...document.querySelectorAll('.total')]
                          .filter((tile) => tile.querySelector('.value').scrollWidth > tile.clientWidth
                            || tile.getBoundingClientRect().right > innerWidth)
                          .map((tile) => `${tile.dataset.total} of ${innerWidth}`)
                        """))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .isEmpty();
                visit.requireClean();
                visit.close();
            }
        }
    }
}
