package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.testing.EventReader;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import io.tidemark.site.testing.RawHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that occupy the server without an end: all from the visitor's own address, so that no limit by client
 * helps.
 */
class SlowClientsTest {

    private static final int MANY = 400;

    private final MetricsInMemory metrics = new MetricsInMemory();
    private final SiteServer server =
            SiteServer.start(SiteSettings.of(metrics, MetricsInMemory.GROUP, RegionTable.preset("guangdong"))
                    .withPort(0)
                    .withTick(Duration.ofMillis(100)));
    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\n",
                "GET / HT",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
                "GET /api/snapshot?period=all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"
            })
    void halfRequestsDelayNoOther(String half) throws IOException {
        for (int i = 0; i < MANY; i++) {
            send(new Socket(), half);
        }

        assertServed();
    }

    @Test
    void clientsThatDoNotReadTheirAnswersDelayNoOther() throws IOException {
        String script = get("/").replaceAll("(?s).*href=\"([^\"]*vendor/echarts\\.js)\".*", "$1");
        // more than there are threads
        for (int i = 0; i < MANY; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(1024);
            send(socket, "GET " + script + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        assertServed();
    }

    @Test
    void streamsThatAreNotReadDelayNoOther() throws IOException {
        for (int i = 0; i < 90; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(1024);
            send(socket, "GET /api/events?period=all HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        try (EventReader visitor = new EventReader(server.uri(), "period=all")) {
            await().until(() -> visitor.snapshots() > 0);
            for (int batch = 1; batch <= 50; batch++) {
                metrics.write(Orders.failed("2026-01-01T00:00:00Z", "755", 1));
                String expected = "\"overall\":{\"orders\":" + batch + ",";
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> visitor.lastSnapshot().contains(expected));
            }
        }
    }

    private void assertServed() {
        for (int i = 0; i < 3; i++) {
            // each within five seconds
            assertThat(get("/healthz")).startsWith("HTTP/1.1 ");
            assertThat(get("/")).startsWith("HTTP/1.1 200 ");
        }
    }

    private void send(Socket socket, String text) throws IOException {
        slow.add(socket);
        socket.connect(
                new InetSocketAddress(server.uri().getHost(), server.uri().getPort()));
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String get(String path) {
        return RawHttp.exchange(
                server.uri(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }
}
