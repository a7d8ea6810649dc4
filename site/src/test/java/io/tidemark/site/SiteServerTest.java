package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidemark.metrics.Period;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import io.tidemark.site.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteServerTest {

    private static final String EIGHT = "2026-01-01T00:00:00Z";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:05:30Z"), ZoneOffset.UTC);
    private static final RegionTable GUANGDONG = RegionTable.preset("guangdong");

    private final MetricsInMemory metrics = new MetricsInMemory(CLOCK);
    private final HttpClient browser = HttpClient.newHttpClient();
    private SiteServer server = SiteServer.start(settings());

    private SiteSettings settings() {
        return SiteSettings.of(metrics, MetricsInMemory.GROUP, GUANGDONG)
                .withPort(0)
                .withClock(CLOCK);
    }

    @BeforeEach
    void countSomething() {
        metrics.write(Orders.succeeded(EIGHT, "755", 3, 1000, 2000));
        metrics.write(Orders.failed("2026-01-01T00:02:00Z", "200", 2));
        metrics.write(Orders.records(9, 3, RejectReason.BAD_START, 1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theReportIsTheOneThatTheCommandLineWrites() {
        String expected =
                ReportJson.write(new ReportReader(metrics).read(MetricsInMemory.GROUP, GUANGDONG, Period.all()));

        assertThat(get("/api/report?period=all").body()).isEqualTo(expected);
    }

    @Test
    void aSnapshotHoldsTheReportAndTheTrendWithZerosForMissingMinutes() {
        JsonNode snapshot = json("/api/snapshot?period=all");

        assertThat(snapshot.at("/overall/orders").asLong()).isEqualTo(5);
        assertThat(snapshot.at("/cities").size()).isEqualTo(21);
        assertThat(snapshot.at("/topCities/0/code").asText()).isEqualTo("755");
        assertThat(snapshot.at("/writtenAt").asText()).isEqualTo("2026-01-01T00:05:30Z");
        JsonNode minutes = snapshot.at("/trend/minutes");
        assertThat(minutes.get("start").asText()).isEqualTo("2026-01-01T08:00+08:00");
        assertThat(minutes.get("orders")).hasToString("[3,0,2,0,0,0]");
        assertThat(minutes.get("succeeded")).hasToString("[3,0,0,0,0,0]");
        assertThat(minutes.get("amountFen")).hasToString("[3000,0,0,0,0,0]");
    }

    @Test
    void aSnapshotSaysWhyOrdersFailedInThePeriodAndRegion() {
        metrics.write(Orders.failed("2026-01-01T00:02:00Z", "200", "<b>\"2998\"</b>", 2));
        metrics.write(Orders.failed("2026-01-01T00:02:00Z", "755", "9999", 1));
        for (int i = 0; i < 12; i++) {
            metrics.write(Orders.failed("2026-01-01T00:03:00Z", "755", "A" + i, 3));
        }

        JsonNode all = json("/api/snapshot?period=all").get("failures");
        assertThat(all.get("codes")).hasSize(10);
        assertThat(all.at("/codes/0")).hasToString("{\"code\":\"A0\",\"orders\":3}");
        assertThat(all.get("rest").asLong()).isEqualTo(2 * 3 + 2 + 1);
        assertThat(json("/api/snapshot?period=all&city=200").get("failures"))
                .hasToString("{\"codes\":[{\"code\":\"<b>\\\"2998\\\"</b>\",\"orders\":2}],\"rest\":0}");
        assertThat(json("/api/snapshot?from=2026-01-01T07:00&to=2026-01-01T08:00")
                        .get("failures"))
                .hasToString("{\"codes\":[],\"rest\":0}");
    }

    @Test
    void aDimensionIsToldByItsValues() {
        metrics.write(Orders.succeededBy("channel", "0702", "2026-01-01T00:02:00Z", 3, 1_000, 2_000));

        JsonNode channel = json("/api/dimension?name=channel&period=all");

        assertThat(channel.at("/values/0/value").asText()).isEqualTo("0702");
        assertThat(channel.at("/values/0/orders").asLong()).isEqualTo(3);
        assertThat(channel.at("/values/0/amountFen").asLong()).isEqualTo(3_000);
        assertThat(channel.at("/values/0/averageDurationMs").asDouble()).isEqualTo(2_000);
        assertThat(json("/api/dimension?name=unknown&period=all").get("values")).isEmpty();
        assertThat(get("/api/dimension?period=all").statusCode()).isEqualTo(400);
        assertThat(get("/api/dimension?name=Channel:x&period=all").statusCode()).isEqualTo(400);
        assertThat(get("/api/dimension?name=channel&city=755").statusCode()).isEqualTo(400);
    }

    @Test
    void aSnapshotOfACityTurnsTheTrendAndAddsTheCitysNumbers() {
        JsonNode snapshot = json("/api/snapshot?period=all&city=200");

        assertThat(snapshot.at("/selected/orders").asLong()).isEqualTo(2);
        assertThat(snapshot.at("/selected/durationMs").isNull()).isTrue();
        assertThat(snapshot.at("/overall/orders").asLong()).isEqualTo(5);
        assertThat(snapshot.at("/selected/percentilesOf").asText()).isEqualTo("period");
        assertThat(snapshot.at("/trend/minutes/orders")).hasToString("[0,0,2,0,0,0]");
    }

    @Test
    void theDurationsOfACityAreThoseOfTheHoursThatThePeriodTouches() {
        metrics.write(Orders.succeeded("2026-01-01T01:05:00Z", "200", 1, 100, 1_000));
        metrics.write(Orders.succeeded("2026-01-01T01:55:00Z", "200", 3, 100, 9_000));
        metrics.write(Orders.succeeded("2026-01-01T02:00:00Z", "200", 9, 100, 50));

        JsonNode selected = json("/api/snapshot?from=2026-01-01T09:00&to=2026-01-01T09:10&city=200")
                .get("selected");

        assertThat(selected.get("orders").asLong()).isEqualTo(1);
        assertThat(selected.get("averageDurationMs").asDouble()).isEqualTo(1_000);
        assertThat(selected.at("/durationMs/p50").asLong()).isBetween(8_910L, 9_090L);
        assertThat(selected.get("percentilesOf").asText()).isEqualTo("hours");
        assertThat(json("/api/snapshot?from=2026-01-01T09:00&to=2026-01-01T09:10")
                        .at("/overall/durationMs/p99")
                        .asLong())
                .isBetween(990L, 1_010L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=2026-01-01T08:01%2B08:00&to=2026-01-01T08:03%2B08:00",
                "from=2026-01-01T08:01+08:00&to=2026-01-01T08:03+08:00",
                "from=2026-01-01T08:01&to=2026-01-01T08:03",
                "from=2026-01-01T00:01Z&to=2026-01-01T00:03Z"
            })
    void aSpanIsGivenInAnyZone(String span) {
        JsonNode snapshot = json("/api/snapshot?" + span);

        assertThat(snapshot.at("/from").asText()).isEqualTo("2026-01-01T08:01+08:00");
        assertThat(snapshot.at("/overall/orders").asLong()).isEqualTo(2);
        assertThat(snapshot.at("/records/orders").asLong()).isEqualTo(5);
    }

    @Test
    void namedPeriodsMoveWithTheClock() {
        assertThat(json("/api/snapshot?period=15m").at("/to").asText()).isEqualTo("2026-01-01T08:06+08:00");
        assertThat(json("/api/snapshot?period=15m").at("/trend/minutes/orders").size())
                .isEqualTo(15);
        assertThat(json("/api/snapshot?period=today").at("/from").asText()).isEqualTo("2026-01-01T00:00+08:00");
        assertThat(json("/api/snapshot?period=2025-12-31").at("/overall/orders").asLong())
                .isZero();
        assertThat(json("/api/snapshot").at("/view/period").asText()).isEqualTo("today");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/snapshot?period=yesterday",
                "/api/snapshot?from=now",
                "/api/snapshot?from=2026-01-01T08:00:30",
                "/api/snapshot?from=2026-01-02&to=2026-01-01",
                "/api/snapshot?period=all&from=2026-01-01",
                "/api/snapshot?city=1",
                "/api/snapshot?city=%3Cscript%3E",
                "/api/snapshot?city=%zz",
                "/api/snapshot?period=all&period=today",
                "/api/report?city=755",
                "/api/events?period=never",
                "/api/events?period=1800-01-01",
                "/api/events?period=1999-12-31",
                "/api/events?period=2100-01-01",
                "/api/events?period=%2B999999999-12-31",
                "/api/snapshot?period=-999999999-01-01",
                "/api/snapshot?from=1999-12-31T23:59",
                "/api/snapshot?to=2100-01-01T00:01",
                "/api/snapshot?from=%2B999999999-12-31T23:59:59.999999999-18:00",
                "/api/snapshot?from=2026-01-01T08:00%2B00:00:30",
                "/api/report?from=1800-01-01",
                "/api/dimension?name=channel&to=1800-01-01",
                "/api/dimension?name=channel&name=channel",
                "/api/snapshot?name=channel",
                "/api/snapshot?perod=all",
                "/api/snapshot?period=",
                "/api/snapshot?city=",
                "/api/snapshot?period=%00",
                "/api/snapshot?period=%ff",
                "/api/snapshot?=all",
                "/api/events?period=all%0d%0aX:%20y"
            })
    void aQuestionThatMakesNoSenseIsAnsweredWith400AndTheReason(String path) {
        String answer = RawHttp.exchange(
                server.uri(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void theReasonOfARefusalIsJsonWhateverWasAsked() throws IOException {
        HttpResponse<String> answer = get("/api/snapshot?period=%22%3Cb%3E");

        assertThat(answer.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
        assertThat(JsonMapper.builder()
                        .build()
                        .readTree(answer.body())
                        .get("error")
                        .asText())
                .isEqualTo("period '\"<b>' is none of 15m, 1h, today, all or a day such as 2026-01-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/index.html",
                "/assets/",
                "/assets/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2fetc%2fpasswd",
                "//etc/passwd",
                "/api/",
                "/api/other"
            })
    void whatIsNotThereIsNotFound(String path) {
        String answer = RawHttp.exchange(
                server.uri(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        // a path that could mean several files is refused before it is looked up
        assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void otherMethodsAreNotAllowed(String method) {
        String answer = RawHttp.exchange(
                server.uri(),
                method + " / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("Allow: GET, HEAD");
    }

    @Test
    void aForeignNameIsRefusedOnALoopbackAddress() {
        assertThat(statusForHost("evil.example")).isEqualTo(421);
        assertThat(statusForHost("127.0.0.1.evil.example:80")).isEqualTo(421);
        assertThat(statusForHost("localhost:9999")).isEqualTo(200);
        assertThat(statusForHost("LOCALHOST")).isEqualTo(200);
        assertThat(statusForHost("[::1]:8080")).isEqualTo(200);
        assertThat(RawHttp.exchange(server.uri(), "GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 421 ");
    }

    @Test
    void furtherNamesMayBeGiven() {
        server.close();
        server = SiteServer.start(settings().withHostNames(Set.of(new HostName("Wall.example"))));

        assertThat(statusForHost("wall.example")).isEqualTo(200);
    }

    @Test
    void everyPlausibleDayCanBeAskedFor() {
        for (String query : List.of(
                "period=2000-01-01",
                "period=2099-12-31",
                "from=2000-01-01&to=2100-01-01",
                "from=2000-01-01T00:00&to=2000-01-01T00:00",
                "to=2000-01-01",
                "from=2099-12-31T23:59")) {
            assertThat(get("/api/snapshot?" + query).statusCode()).as(query).isEqualTo(200);
        }
    }

    @Test
    void manyParametersAreRefusedLikeOne() {
        assertThat(get("/api/snapshot?" + "a=1&".repeat(400)).statusCode()).isEqualTo(400);
        assertThat(get("/api/snapshot?" + "&".repeat(1900)).statusCode()).isEqualTo(200);
    }

    @Test
    void anOldHttpVersionIsAnsweredToo() {
        assertThat(RawHttp.exchange(server.uri(), "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"))
                .contains(" 200 ")
                .contains("\"status\":");
        assertThat(RawHttp.exchange(
                        server.uri(),
                        "HEAD /api/events?period=all HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void anAddressThatIsTooLongIsRefused() {
        assertThat(get("/?" + "a".repeat(5000)).statusCode()).isEqualTo(414);
    }

    @Test
    void nonsenseInsteadOfARequestHarmsNobody() {
        RawHttp.exchange(server.uri(), "\u0000\u0001\u0002\r\n\r\n");
        RawHttp.exchange(server.uri(), "GET\r\n\r\n");
        RawHttp.exchange(server.uri(), "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: y\r\n".repeat(5000) + "\r\n");

        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void thePageAndItsFilesComeWithStrictHeadersAndCompressed() throws IOException, InterruptedException {
        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(page.headers().firstValue("cache-control")).contains("no-cache");
        assertThat(page.body()).doesNotContain("{{").doesNotContain("http://").doesNotContain("https://");

        String echarts = page.body().replaceAll("(?s).*href=\"([^\"]*vendor/echarts\\.js)\".*", "$1");
        HttpResponse<byte[]> script =
                browser.send(request(echarts).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
        assertThat(script.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
        assertThat(script.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(script.body().length).isLessThan(400_000);
        byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(script.body())).readAllBytes();
        assertThat(get(echarts).body().getBytes(StandardCharsets.UTF_8)).isEqualTo(unzipped);
    }

    @Test
    void whatABrowserHasIsNotSentAgain() throws IOException, InterruptedException {
        String tag = get("/").headers().firstValue("etag").orElseThrow();

        HttpResponse<String> again =
                browser.send(request("/").header("If-None-Match", tag).build(), BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void headAnswersWithoutABody() throws IOException, InterruptedException {
        HttpResponse<String> head = browser.send(
                request("/favicon.ico")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-type")).contains("image/svg+xml");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void whileTheMetricsAreAwayThePageStandsAndTheApiSaysSo() {
        metrics.fail("Connection refused");

        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/api/snapshot").statusCode()).isEqualTo(503);
        assertThat(get("/api/snapshot").body())
                .isEqualTo("{\"error\":\"the metrics cannot be read; try again later\"}\n");

        metrics.recover();
        assertThat(get("/api/snapshot").statusCode()).isEqualTo(200);
    }

    @Test
    void aPasswordIsAskedForWhereThereIsOne() {
        server.close();
        server = SiteServer.start(settings().withPassword(new Password("open sesame")));

        assertThat(get("/").statusCode()).isEqualTo(401);
        assertThat(get("/").headers().firstValue("www-authenticate").orElseThrow())
                .startsWith("Basic ");
        assertThat(get("/api/snapshot").statusCode()).isEqualTo(401);
        assertThat(statusFor("anybody:open sesame")).isEqualTo(200);
        assertThat(statusFor("anybody:open")).isEqualTo(401);
        assertThat(statusFor("open sesame")).isEqualTo(401);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void wrongPasswordsAreSlowedDownForTheirClientAlone() {
        server.close();
        server = SiteServer.start(settings().withPassword(new Password("open sesame")));
        HttpResponse<String> login = answerTo("anybody:open sesame");
        String cookie = login.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain("sesame");

        for (int guess = 0; guess < LoginGuard.FREE_ATTEMPTS; guess++) {
            assertThat(statusFor("anybody:" + guess)).isEqualTo(401);
        }

        HttpResponse<String> refused = answerTo("anybody:open sesame");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        String basic = Base64.getEncoder().encodeToString("a:open sesame".getBytes(StandardCharsets.UTF_8));
        String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic " + basic;
        assertThat(RawHttp.exchange(server.uri(), "127.0.0.2", request + "\r\n\r\n"))
                .as("another client")
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawHttp.exchange(server.uri(), request + "\r\nCookie: " + cookie.split(";", 2)[0] + "\r\n\r\n"))
                .as("a browser that was logged in before")
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void anAddressOfTheNetworkNeedsAPassword() {
        assertThatThrownBy(() -> SiteServer.start(settings().withHost("0.0.0.0")))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("Cannot serve the page at 0.0.0.0:0: a network reaches that address");

        server.close();
        server = SiteServer.start(settings().withHost("0.0.0.0").withPassword(new Password("open sesame")));
        assertThat(statusFor("anybody:open sesame")).isEqualTo(200);
    }

    @Test
    void aPortInUseIsSaidInOneClearMessage() {
        int port = server.uri().getPort();

        assertThatThrownBy(() -> SiteServer.start(settings().withPort(port)))
                .isInstanceOf(SiteException.class)
                .hasMessage("Cannot serve the page at 127.0.0.1:" + port
                        + ": Address already in use; use another port, or 0 for a free one");
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertThat(settings().withPassword(new Password("open sesame")).toString())
                .doesNotContain("sesame");
    }

    private HttpResponse<String> get(String path) {
        try {
            return browser.send(request(path).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }

    private JsonNode json(String path) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JsonMapper.builder().build().readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private int statusFor(String credentials) {
        return answerTo(credentials).statusCode();
    }

    private HttpResponse<String> answerTo(String credentials) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        try {
            return browser.send(
                    request("/").header("Authorization", "Basic " + encoded).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int statusForHost(String host) {
        String answer =
                RawHttp.exchange(server.uri(), "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        return Integer.parseInt(answer.substring(9, 12));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.uri().resolve("/") + path.substring(1)));
    }
}
