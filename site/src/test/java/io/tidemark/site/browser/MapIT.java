package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.recharge.region.Region;
import io.tidemark.site.Display;
import io.tidemark.site.SiteServer;
import io.tidemark.site.testing.Orders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the map says without a pointer: every city, its number, and the worst of them. */
class MapIT extends PageFixture {

    @ParameterizedTest
    @CsvSource({"zh, count, 1366, 768", "en, count, 1366, 768", "en, rate, 1366, 768", "en, rate, 3840, 2160"})
    void everyCityShowsItsNameAndItsNumberAndNoLabelCoversAnother(
            String language, String measure, int width, int height) {
        inventOrders(GUANGDONG);
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, width, height)
                .open("/?period=all&lang=" + language + "&measure=" + measure + "&theme=light");

        JsonNode painted = visit.painted("panel-map");
        Map<String, Long> texts = StreamSupport.stream(painted.spliterator(), false)
                .collect(Collectors.groupingBy(text -> text.get("text").asText(), Collectors.counting()));
        assertThat(texts.keySet())
                .containsAll(GUANGDONG.regions().stream()
                        .map(region -> shortName(region, language))
                        .toList());
        List<String> numbers = visit.series("panel-map", "failures").findValuesAsText("text");
        assertThat(numbers).hasSize(21);
        assertThat(texts.keySet()).containsAll(numbers);
        assertThat(overlaps(painted)).isEmpty();
        visit.requireClean();
    }

    private static String shortName(Region region, String language) {
        return language.equals("en") ? region.english() : region.name().replaceAll("(?<=..)市$", "");
    }

    private static List<String> overlaps(JsonNode painted) {
        List<String> overlaps = new ArrayList<>();
        for (int i = 0; i < painted.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (overlap(painted.get(i), painted.get(j), "x", "width")
                        && overlap(painted.get(i), painted.get(j), "y", "height")) {
                    overlaps.add(painted.get(i) + " covers " + painted.get(j));
                }
            }
        }
        return overlaps;
    }

    private static boolean overlap(JsonNode a, JsonNode b, String from, String size) {
        double start = Math.max(a.get(from).asDouble(), b.get(from).asDouble());
        double end = Math.min(
                a.get(from).asDouble() + a.get(size).asDouble(),
                b.get(from).asDouble() + b.get(size).asDouble());
        return end - start > 1.5;
    }

    @Test
    void theFiveWorstCitiesAreBesideTheMapAndOneOfThemCanBeChosen() {
        for (String[] city :
                new String[][] {{"755", "9"}, {"200", "8"}, {"769", "7"}, {"757", "6"}, {"752", "5"}, {"762", "4"}}) {
            metrics.write(Orders.failed(START.toString(), city[0], Long.parseLong(city[1])));
        }
        metrics.write(Orders.succeeded(START.toString(), "755", 191, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG).withDisplay(new Display(0.99, 0.90, Map.of())));
        Visit visit = visit(server, 1366, 768).open("/?period=all&lang=en");

        assertThat(visit.page().locator("#worst .name").allTextContents())
                .containsExactly("Shenzhen", "Guangzhou", "Dongguan", "Foshan", "Huizhou");
        assertThat(visit.page().locator("#worst .number").allTextContents()).containsExactly("9", "8", "7", "6", "5");
        assertThat(visit.page().locator("#worst .number").first().getAttribute("data-tone"))
                .isEqualTo("warn");
        assertThat(visit.page().locator("#worst .number").last().getAttribute("data-tone"))
                .isEqualTo("bad");

        visit.page().locator("#worst [data-code='769']").click();
        visit.waitForText("[data-total=orders] .value", "7");
        assertThat(visit.page().url()).contains("city=769");
        visit.requireClean();
    }

    @Test
    void ratesThatAreCloseToEachOtherStillHaveDifferentColours() {
        int failed = 40;
        for (String code : GUANGDONG.codes()) {
            metrics.write(Orders.failed(START.toString(), code, failed++));
            metrics.write(Orders.succeeded(START.toString(), code, 2000, 1000, 2000));
        }
        SiteServer server = serve(settings(GUANGDONG));
        Visit visit = visit(server, 1366, 768).open("/?period=all&measure=rate");

        Map<String, Long> colours = visit.series("panel-map", "failures").findValuesAsText("areaColor").stream()
                .collect(Collectors.groupingBy(colour -> colour, Collectors.counting()));
        assertThat(colours).hasSize(5).allSatisfy((colour, cities) -> assertThat(cities)
                .isBetween(3L, 6L));
        visit.requireClean();
    }
}
