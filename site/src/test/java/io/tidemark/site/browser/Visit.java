package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One visitor with a fresh browser profile. Remembers everything that went wrong and every address that was asked for.
 */
final class Visit implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI server;
    private final BrowserContext context;
    private final Page page;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    Visit(Chromium chromium, URI server, int width, int height) {
        this.server = server;
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        // the certificates of tests are their own
                        .setIgnoreHTTPSErrors(true)
                        .setLocale("zh-CN"));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (!message.type().equals("log")) {
                problems.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(problems::add);
        page.onRequest(request -> requests.add(request.url()));
    }

    /** Opens an address of the page and waits for the first numbers. */
    Visit open(String address) {
        page.navigate(server.resolve(address).toString());
        page.waitForSelector("#main:not([data-freshness=loading])");
        return this;
    }

    /** Gives the window another size, and waits until every chart has the size of its panel. */
    Visit resize(int width, int height) {
        page.setViewportSize(width, height);
        page.waitForFunction("""
                () => [...document.querySelectorAll('.chart canvas')].every((canvas) => {
                  const space = canvas.closest('.chart');
                  return canvas.offsetWidth === space.clientWidth && canvas.offsetHeight === space.clientHeight;
                })
                """);
        return this;
    }

    Page page() {
        return page;
    }

    String text(String selector) {
        return page.locator(selector).first().textContent();
    }

    /** Waits until a part of the page says something. */
    void waitForText(String selector, String expected) {
        page.waitForCondition(() -> text(selector).contains(expected));
    }

    /** What a panel's chart draws: ECharts' own option. */
    JsonNode chart(String panel) {
        Object option = page.evaluate("""
                async (panel) => {
                  const base = document.querySelector('script[type=module]').src.replace('app/main.js', '');
                  const echarts = await import(`${base}vendor/echarts.js`);
                  const chart = echarts.getInstanceByDom(document.querySelector(`#${panel} .chart`));
                  const { series, xAxis, yAxis } = chart.getOption();
                  const plain = (value) => JSON.stringify(value, (key, item) => (typeof item === 'function' ? undefined : item));
                  return plain({ series: series.map(({ id, type, data, markArea, z }) => ({ id, type, data, markArea, z })), xAxis, yAxis });
                }
                """, panel);
        try {
            return JSON.readTree(String.valueOf(option));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** What one series of a panel draws. */
    JsonNode series(String panel, String id) {
        return seriesNamed(panel, id).get("data");
    }

    /** A series with a higher number is drawn in front of those with lower ones. */
    int zOf(String panel, String id) {
        return seriesNamed(panel, id).get("z").asInt();
    }

    private JsonNode seriesNamed(String panel, String id) {
        for (JsonNode series : chart(panel).get("series")) {
            if (series.get("id").asText().equals(id)) {
                return series;
            }
        }
        throw new AssertionError("no series '" + id + "' in " + panel);
    }

    /** Every text that a panel's chart has painted, line by line: text, x, y, width and height. */
    JsonNode painted(String panel) {
        Object texts = page.evaluate("""
                async (panel) => {
                  const base = document.querySelector('script[type=module]').src.replace('app/main.js', '');
                  const echarts = await import(`${base}vendor/echarts.js`);
                  const chart = echarts.getInstanceByDom(document.querySelector(`#${panel} .chart`));
                  const shown = chart.getZr().storage.getDisplayList(true).filter((part) => part.type === 'tspan' && !part.ignore);
                  return JSON.stringify(shown.map((part) => {
                    const { y, width, height } = part.getBoundingRect();
                    const [, , , , dx, dy] = part.getComputedTransform() ?? [1, 0, 0, 1, 0, 0];
                    // the halo is not the text
                    const halo = part.style.lineWidth ?? 0;
                    // its rectangle may be that of the space for the text
                    const before = { right: 1, center: 0.5 }[part.style.textAlign] ?? 0;
                    const x = part.style.x - (width - halo) * before;
                    return { text: part.style.text, x: x + dx, y: y + dy + halo / 2, width: width - halo, height: height - halo };
                  }));
                }
                """, panel);
        try {
            return JSON.readTree(String.valueOf(texts));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Where a region of the map is drawn, in the window's coordinates. */
    void clickOnMap(String name) {
        Object position = page.evaluate("""
                async (name) => {
                  const base = document.querySelector('script[type=module]').src.replace('app/main.js', '');
                  const echarts = await import(`${base}vendor/echarts.js`);
                  const element = document.querySelector('#panel-map .chart');
                  const chart = echarts.getInstanceByDom(element);
                  const region = chart.getModel().getSeriesByIndex(0).coordinateSystem.getRegion(name);
                  const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, region.getCenter());
                  const box = element.getBoundingClientRect();
                  return [box.x + x, box.y + y];
                }
                """, name);
        List<?> point = (List<?>) position;
        page.mouse().click(number(point.get(0)), number(point.get(1)));
    }

    /** Clicks the tile of a column and row. */
    void clickOnTile(int column, int row) {
        Object position = page.evaluate("""
                async (place) => {
                  const base = document.querySelector('script[type=module]').src.replace('app/main.js', '');
                  const echarts = await import(`${base}vendor/echarts.js`);
                  const element = document.querySelector('#panel-map .chart');
                  element.scrollIntoView();
                  const [x, y] = echarts.getInstanceByDom(element).convertToPixel({ seriesIndex: 0 }, place);
                  const box = element.getBoundingClientRect();
                  return [box.x + x, box.y + y];
                }
                """, List.of(column, row));
        List<?> point = (List<?>) position;
        page.mouse().click(number(point.get(0)), number(point.get(1)));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /** Fails if anything was reported on the console or another host was asked. */
    void requireClean() {
        assertThat(problems).as("errors and warnings in the browser").isEmpty();
        assertThat(requests).as("everything comes from the page's own server").allSatisfy(url -> assertThat(url)
                .matches(own -> own.startsWith(server.toString())
                        || own.startsWith("data:")
                        || own.startsWith("blob:" + server)));
    }

    @Override
    public void close() {
        context.close();
    }
}
