package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.site.AlarmRule;
import io.tidemark.site.SiteServer;
import io.tidemark.site.Webhook;
import io.tidemark.site.testing.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The alarm of the success rate: on the page, and at the receiver of the webhook. */
@Tag("long")
class AlarmIT extends PageFixture {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MINUTE =
            START.plus(Duration.ofMinutes(MINUTES - 3)).toString();
    private static final String RUNNING_MINUTE =
            START.plus(Duration.ofMinutes(MINUTES - 1)).toString();

    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final HttpServer receiver = receiver();

    private HttpServer receiver() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/key", exchange -> {
                try (exchange) {
                    messages.add(JSON.readTree(exchange.getRequestBody()));
                    // the first attempt is refused
                    exchange.sendResponseHeaders(messages.size() == 1 ? 503 : 204, -1);
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stopReceiver() {
        receiver.stop(0);
    }

    @Test
    void anAlarmIsShownAndSentUntilItIsAcceptedAndItsEndToo() {
        URI address = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/key");
        SiteServer server = serve(settings(GUANGDONG)
                .withAlarm(new AlarmRule(Duration.ofMinutes(5), 20, Optional.of(new Webhook(address)))));
        Visit visit = visit(server, 1920, 1080).open("/?kiosk&period=1h&lang=en");
        metrics.write(Orders.succeeded(MINUTE, "755", 8, 1000, 2000));
        metrics.write(Orders.failed(MINUTE, "755", 7));
        metrics.write(Orders.failed(RUNNING_MINUTE, "755", 100));
        visit.waitForText("[data-total=orders] .value", "115");
        assertThat(visit.page().locator("#alarm").isVisible())
                .as("fifteen orders are too few, and the running minute does not count")
                .isFalse();

        metrics.write(Orders.succeeded(MINUTE, "755", 8, 1000, 2000));
        visit.waitForText("#alarm", "Alarm");
        assertThat(visit.text("#alarm"))
                .isEqualTo("Alarm: success rate 69.57% of 23 orders in the last 5 minutes, below 90.00%");
        assertThat(visit.page().locator("#alarm").isVisible()).isTrue();
        await().until(() -> messages.size() == 2);
        assertThat(messages.get(1))
                .hasToString("{\"alarm\":\"success-rate\",\"state\":\"raised\",\"group\":\"recharge\",\"at\":\""
                        + CLOCK.instant() + "\",\"successRate\":0.6956521739130435,\"orders\":23,\"minutes\":5,"
                        + "\"below\":0.9}");

        metrics.write(Orders.succeeded(MINUTE, "755", 100, 1000, 2000));
        visit.page().waitForCondition(() -> !visit.page().locator("#alarm").isVisible());
        await().until(() -> messages.size() == 3);
        assertThat(messages.get(2).get("state").asText()).isEqualTo("cleared");
        assertThat(Axe.seriousFindings(visit.page())).isEmpty();
        visit.requireClean();
    }
}
