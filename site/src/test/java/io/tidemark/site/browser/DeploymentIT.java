package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.site.AddressRange;
import io.tidemark.site.Password;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import io.tidemark.site.testing.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page behind a reverse proxy, and with TLS of its own. */
@Tag("long")
class DeploymentIT extends PageFixture {

    private static final String MINUTE = START.plusSeconds(60).toString();

    @Test
    void thePageIsLiveBehindAReverseProxyWhoseVisitorsCountByTheirOwnAddress() throws IOException {
        metrics.write(Orders.succeeded(MINUTE, "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG)
                .withTrustedProxies(Set.of(AddressRange.of("127.0.0.1")))
                .withMaxStreamsPerClient(1));
        try (ReverseProxy proxy = new ReverseProxy(server.uri())) {
            Visit visit = visit(proxy.uri(), 1440, 900).open("/?period=all");
            // a visitor without the proxy is another client, and does not close the stream of the first one
            Visit direct = visit(server, 1440, 900).open("/?period=all");

            metrics.write(Orders.succeeded(MINUTE, "755", 4, 1000, 2000));
            visit.waitForText("[data-total=orders] .value", "7");
            direct.waitForText("[data-total=orders] .value", "7");
            assertThat(visit.text("#state-word")).isEqualTo("实时");
            visit.requireClean();
        }
    }

    @Test
    void thePageIsLiveOverTlsAndHttp2(@TempDir Path folder) throws Exception {
        Path keyStore = folder.resolve("wall.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        "key store")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        metrics.write(Orders.succeeded(MINUTE, "755", 3, 1000, 2000));
        SiteServer server = serve(settings(GUANGDONG)
                .withHost("localhost")
                .withTls(new SiteSettings.Tls(keyStore, new Password("key store"))));

        Visit visit = visit(server, 1440, 900).open("/?period=all");
        metrics.write(Orders.succeeded(MINUTE, "755", 4, 1000, 2000));

        visit.waitForText("[data-total=orders] .value", "7");
        assertThat(visit.page().evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol"))
                .isEqualTo("h2");
        visit.requireClean();
    }
}
