package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.Orders;
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
                          .filter((tile) => tile.querySelector('.value').scrollWidth > tile.clientWidth)
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
