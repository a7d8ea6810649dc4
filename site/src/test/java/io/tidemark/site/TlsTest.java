package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.testing.MetricsInMemory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String PASSWORD = "key store";

    @TempDir
    private Path folder = Path.of("");

    private Path keyStore = Path.of("");

    @BeforeEach
    void makeCertificate() throws IOException, InterruptedException {
        keyStore = folder.resolve("wall.p12");
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
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void thePageAndItsStreamsAreServedOverTlsWithHttp2() throws Exception {
        try (SiteServer server = SiteServer.start(settings(PASSWORD))) {
            HttpClient browser = HttpClient.newBuilder().sslContext(trusting()).build();
            URI site = URI.create("https://localhost:" + server.uri().getPort() + "/");
            assertThat(server.uri().getScheme()).isEqualTo("https");

            HttpResponse<String> page =
                    browser.send(HttpRequest.newBuilder(site).build(), BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.version()).isEqualTo(HttpClient.Version.HTTP_2);

            HttpRequest events = HttpRequest.newBuilder(site.resolve("/api/events?period=all"))
                    .build();
            try (InputStream stream =
                    browser.send(events, BodyHandlers.ofInputStream()).body()) {
                assertThat(new String(stream.readNBytes(13), StandardCharsets.UTF_8))
                        .isEqualTo("event: status");
            }
        }
    }

    @Test
    void aWrongPasswordOfTheKeyStoreIsAClearError() {
        assertThatThrownBy(() -> SiteServer.start(settings("wrong")))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("Cannot serve the page at localhost:0: ")
                .hasMessageContaining("password");
    }

    private SiteSettings settings(String password) {
        return SiteSettings.of(new MetricsInMemory(), MetricsInMemory.GROUP, RegionTable.preset("guangdong"))
                .withHost("localhost")
                .withPort(0)
                .withTls(new SiteSettings.Tls(keyStore, new Password(password)));
    }

    private SSLContext trusting() throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            certificates.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        String alias = certificates.aliases().nextElement();
        trusted.setCertificateEntry(alias, certificates.getCertificate(alias));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
