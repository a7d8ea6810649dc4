package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.Period;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.site.testing.EventReader;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import io.tidemark.site.testing.RawHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final String EIGHT = "2026-01-01T00:00:00Z";
    private static final Duration TICK = Duration.ofMillis(100);

    private final MetricsInMemory metrics = new MetricsInMemory();
    private final SiteServer server = SiteServer.start(settings());
    private final List<EventReader> readers = new ArrayList<>();

    private SiteSettings settings() {
        return SiteSettings.of(metrics, MetricsInMemory.GROUP, RegionTable.preset("guangdong"))
                .withPort(0)
                .withTick(TICK)
                .withMaxStreams(40);
    }

    @AfterEach
    void stop() {
        readers.forEach(EventReader::close);
        server.close();
    }

    @Test
    void aVisitorGetsTheNumbersAtOnceAndEveryChange() {
        metrics.write(Orders.succeeded(EIGHT, "755", 3, 1000, 2000));
        EventReader visitor = open("period=all");
        await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":3,"));

        metrics.write(Orders.failed(EIGHT, "200", 4));

        await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":7,"));
    }

    /** A snapshot names the minute of its comparison, so the clock must not reach the next one. */
    @Test
    void nothingIsSentWhereNothingChanged() {
        Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:05:30Z"), ZoneOffset.UTC);
        try (SiteServer still = SiteServer.start(settings().withClock(clock));
                EventReader visitor = new EventReader(still.uri(), "period=all")) {
            await().until(() -> visitor.snapshots() == 1);
            long before = metrics.reads();

            await().until(() -> metrics.reads() > before + 5);

            assertThat(visitor.snapshots()).isEqualTo(1);
        }
    }

    @Test
    void oneReadingPerTickServesAllVisitorsAndAllPeriods() {
        IntStream.range(0, 10).forEach(i -> open("period=all"));
        IntStream.range(0, 10).forEach(i -> open("period=today"));
        IntStream.range(0, 10).forEach(i -> open("period=all&city=755"));
        await().until(() -> readers.stream().allMatch(reader -> reader.snapshots() > 0));
        long before = metrics.reads();
        long started = System.nanoTime();

        metrics.write(Orders.succeeded(EIGHT, "755", 3, 1000, 2000));
        await().until(() -> readers.stream()
                .allMatch(reader -> reader.lastSnapshot().contains("\"city\":null")
                        ? !reader.lastSnapshot().contains("\"records\":{\"read\":0,\"orders\":0,")
                        : reader.lastSnapshot().contains("\"selected\":{\"orders\":3,")));

        // ticks that a busy machine has delayed are made up for, and a new minute reads what it is compared with
        await().until(() -> ticksSince(started) >= 20);
        long reads = metrics.reads() - before;
        assertThat(reads).isLessThan(2 * ticksSince(started));
    }

    private static long ticksSince(long started) {
        return Duration.ofNanos(System.nanoTime() - started).dividedBy(TICK);
    }

    @Test
    void whileNobodyWatchesNothingIsRead() {
        EventReader visitor = open("period=all");
        await().until(() -> visitor.snapshots() > 0);
        visitor.close();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(health()).contains("\"clients\":0"));
        long before = metrics.reads();

        await().during(TICK.multipliedBy(5)).until(() -> metrics.reads() == before);
    }

    @Test
    void aSourceThatIsAwayIsSaidAndItsReturnToo() {
        EventReader visitor = open("period=all");
        await().until(() -> visitor.snapshots() > 0);

        metrics.fail("Connection refused");
        await().until(() -> visitor.lastStatus().contains("\"source\":\"away\""));
        metrics.write(Orders.succeeded(EIGHT, "755", 3, 1000, 2000));
        metrics.recover();

        await().until(() -> visitor.lastStatus().contains("\"source\":\"ok\""));
        await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":3,"));
    }

    @Test
    void aViewThatCannotBeAnsweredIsToldWhyAndTheOthersGoOn() {
        Instant from = Instant.parse("2025-01-01T00:10:00Z");
        metrics.failFor(Period.between(from, from.plusSeconds(600)));
        EventReader visitor = open("period=all");
        EventReader historian = open("from=2025-01-01T08:10&to=2025-01-01T08:20");

        await().untilAsserted(() -> assertThat(historian.lastRefusal()).contains("its minutes have expired"));
        metrics.write(Orders.failed(EIGHT, "200", 4));
        await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":4,"));
        assertThat(historian.lastStatus()).contains("\"source\":\"ok\"");
    }

    @Test
    void aViewThatFailsFailsAloneAndIsNotReadAgainAtOnce() {
        Instant from = Instant.parse("2025-01-01T00:10:00Z");
        metrics.breakFor(Period.between(from, from.plusSeconds(600)));
        EventReader visitor = open("period=all");
        EventReader other = open("from=2025-01-01T08:10&to=2025-01-01T08:20");
        await().untilAsserted(() -> assertThat(other.lastRefusal()).contains("cannot be computed"));
        long before = metrics.reads();
        long started = System.nanoTime();

        metrics.write(Orders.failed(EIGHT, "200", 4));
        await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":4,"));

        // ticks that a busy machine has delayed are made up for, and a new minute reads what it is compared with
        await().until(() -> ticksSince(started) >= 20);
        long reads = metrics.reads() - before;
        assertThat(reads).isLessThan(2 * ticksSince(started));
        assertThat(visitor.lastStatus()).contains("\"source\":\"ok\"");
        assertThat(visitor.lastRefusal()).isEmpty();
    }

    @Test
    void anImpossibleDayIsRefusedAndNoOtherVisitorNotices() {
        EventReader visitor = open("period=all");
        await().until(() -> visitor.snapshots() > 0);

        EventReader other = open("period=1800-01-01");
        metrics.write(Orders.failed(EIGHT, "200", 4));

        assertThat(other.status()).isEqualTo(400);
        await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":4,"));
        assertThat(visitor.lastStatus()).contains("\"source\":\"ok\"");
    }

    @Test
    void aClientWithManyStreamsKeepsNoNewcomerOut() throws IOException {
        List<Socket> greedy = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            greedy.add(stream("127.0.0.2", "from=2026-01-01T08:%02d&to=2026-02-%02d".formatted(i % 60, 1 + i / 60)));
            greedy.add(stream("127.0.0.3", "period=all"));
        }
        await().until(() -> health().contains("\"clients\":40"));

        EventReader visitor = open("from=2026-03-01");
        EventReader second = open("period=today");

        assertThat(List.of(visitor.status(), second.status())).containsOnly(200);
        await().until(() -> visitor.snapshots() > 0 && second.snapshots() > 0);
        for (Socket socket : greedy) {
            socket.close();
        }
    }

    private Socket stream(String from, String query) throws IOException {
        Socket socket = RawHttp.connect(server.uri(), from);
        socket.getOutputStream()
                .write(("GET /api/events?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void visitorsWhoNeverReadHarmNobody() throws IOException {
        List<Socket> deaf = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(1024);
            socket.connect(
                    new InetSocketAddress(server.uri().getHost(), server.uri().getPort()));
            socket.getOutputStream()
                    .write("GET /api/events?period=all HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            deaf.add(socket);
        }
        EventReader visitor = open("period=all");
        await().until(() -> visitor.snapshots() > 0);

        for (int batch = 1; batch <= 30; batch++) {
            metrics.write(Orders.failed(EIGHT, "755", 1));
            String expected = "\"overall\":{\"orders\":" + batch + ",";
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> visitor.lastSnapshot().contains(expected));
        }
        for (Socket socket : deaf) {
            socket.close();
        }
    }

    @Test
    void aClientWithTheMostStreamsGetsNoMoreAndKeepsTheOthers() {
        IntStream.range(0, 40).forEach(i -> open("period=all"));
        await().until(() -> readers.stream().allMatch(reader -> reader.snapshots() > 0));

        EventReader late = open("period=all");

        assertThat(late.status()).isEqualTo(503);
        assertThat(readers.subList(0, 40)).noneMatch(EventReader::ended);
    }

    @Test
    void closingTheServerEndsTheStreamsSoon() {
        EventReader visitor = open("period=all");
        await().until(() -> visitor.snapshots() > 0);
        long started = System.nanoTime();

        server.close();

        await().atMost(Duration.ofSeconds(2)).until(visitor::ended);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    }

    private EventReader open(String query) {
        EventReader reader = new EventReader(server.uri(), query);
        readers.add(reader);
        return reader;
    }

    private String health() {
        return RawHttp.exchange(server.uri(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }
}
