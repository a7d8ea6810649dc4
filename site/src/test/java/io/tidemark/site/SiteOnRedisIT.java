package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.site.testing.EventReader;
import io.tidemark.site.testing.InventedOrders;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import io.tidemark.site.testing.RawHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class SiteOnRedisIT {

    private static final GroupId GROUP = MetricsInMemory.GROUP;
    private static final TopicPartition PARTITION = new TopicPartition("recharge-log", 0);
    private static final RegionTable GUANGDONG = RegionTable.preset("guangdong");

    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private final RedisClient client = RedisClient.create(redis.uri());
    private final MetricReader metrics = new RedisMetricReader(client);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private long offset;

    @AfterEach
    void stop() {
        client.close();
        redis.close();
    }

    @Test
    void theReportOfRedisIsTheReportOfMemory() {
        MetricSink sink = sink(RedisMetricSinkSettings.defaults());
        MetricsInMemory memory = new MetricsInMemory();
        InventedOrders orders = new InventedOrders(3, GUANGDONG);
        for (int minute = 200; minute > 0; minute--) {
            List<Measurement> batch = orders.minute(now.minus(minute, ChronoUnit.MINUTES), 100);
            memory.write(batch);
            write(sink, batch);
        }

        for (Period period : List.of(
                Period.all(),
                Period.between(now.minus(77, ChronoUnit.MINUTES), now.minus(3, ChronoUnit.MINUTES)),
                Period.between(now, now.plus(1, ChronoUnit.HOURS)))) {
            RechargeReport expected = new ReportReader(memory).read(GROUP, GUANGDONG, period);
            assertThat(new ReportReader(metrics).read(GROUP, GUANGDONG, period)).isEqualTo(expected);
        }
    }

    @Test
    void aRedisThatStopsIsSaidAndItsReturnToo() {
        MetricSink sink = sink(RedisMetricSinkSettings.defaults());
        write(sink, Orders.succeeded(now.toString(), "755", 3, 1000, 2000));
        try (SiteServer server = serve();
                EventReader visitor = new EventReader(server.uri(), "period=all")) {
            await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":3,"));

            redis.stop();
            await().untilAsserted(() -> assertThat(visitor.lastStatus()).contains("\"source\":\"away\""));

            redis.restart();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(visitor.lastStatus()).contains("\"source\":\"ok\""));
        }
    }

    @Test
    void aFrozenRedisCostsARequestABoundedTimeAndHealthTellsTheTruth() {
        MetricSink sink = sink(RedisMetricSinkSettings.defaults());
        write(sink, Orders.succeeded(now.toString(), "755", 3, 1000, 2000));
        try (SiteServer server = serve()) {
            assertThat(get(server, "/healthz")).contains(" 200 ").contains("\"status\":\"ok\"");
            assertThat(get(server, "/api/snapshot?period=all")).contains(" 200 ");

            redis.freeze();
            // more than there are readings at a time: each within the five seconds that a request may take here
            for (int request = 0; request < 6; request++) {
                assertThat(get(server, "/api/snapshot?period=all"))
                        .contains(" 503 ")
                        .contains("the metrics cannot be read");
            }
            await().untilAsserted(() ->
                    assertThat(get(server, "/healthz")).contains(" 503 ").contains("\"status\":\"source-away\""));
            assertThat(get(server, "/livez")).contains(" 200 ");
            assertThat(get(server, "/")).contains(" 200 ");
            redis.thaw();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(get(server, "/healthz")).contains("\"status\":\"ok\""));
        }
        try (SiteServer server = SiteServer.start(SiteSettings.of(metrics, GROUP, GUANGDONG)
                .withPort(0)
                .withAges(Duration.ofMillis(1), Duration.ofMillis(1)))) {
            assertThat(get(server, "/healthz")).contains(" 503 ").contains("\"status\":\"job-stale\"");
        }
    }

    @Test
    void theLongestPeriodsAreAnswered() {
        write(sink(RedisMetricSinkSettings.defaults()), Orders.succeeded(now.toString(), "755", 3, 1000, 2000));
        try (SiteServer server = serve()) {
            assertThat(get(server, "/api/snapshot?from=2000-01-01&to=2100-01-01"))
                    .contains(" 200 ")
                    .contains("\"overall\":{\"orders\":3,");
            assertThat(get(server, "/api/report?from=2000-01-01T00:01&to=2099-12-31T23:59"))
                    .contains(" 200 ");
            assertThat(get(server, "/api/dimension?name=channel&period=2099-12-31"))
                    .contains(" 200 ");
        }
    }

    private static String get(SiteServer server, String path) {
        return RawHttp.exchange(
                server.uri(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @Test
    void aRedisThatDoesNotAnswerIsShownToo() {
        MetricSink sink = sink(RedisMetricSinkSettings.defaults());
        write(sink, Orders.succeeded(now.toString(), "755", 3, 1000, 2000));
        try (SiteServer server = serve();
                EventReader visitor = new EventReader(server.uri(), "period=all")) {
            await().untilAsserted(() -> assertThat(visitor.lastSnapshot()).contains("\"overall\":{\"orders\":3,"));

            redis.freeze();
            await().untilAsserted(() -> assertThat(visitor.lastStatus()).contains("\"source\":\"away\""));
            redis.thaw();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(visitor.lastStatus()).contains("\"source\":\"ok\""));
        }
    }

    @Test
    void aPeriodWhoseMinutesHaveExpiredIsNotAnsweredAndTheWholeHistoryIs() {
        MetricSink sink = sink(RedisMetricSinkSettings.builder()
                .keepMinutes(Duration.ofHours(1))
                .build());
        Instant old = now.minus(5, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS);
        write(sink, Orders.succeeded(old.toString(), "755", 3, 1000, 2000));
        write(sink, Orders.records(3, 0, RejectReason.MALFORMED, 0));
        String expired = "from=" + old.plusSeconds(600) + "&to=" + old.plusSeconds(1200);
        try (SiteServer server = serve();
                EventReader historian = new EventReader(server.uri(), expired);
                EventReader visitor = new EventReader(server.uri(), "period=all")) {
            await().untilAsserted(() -> assertThat(historian.lastRefusal()).contains("expired"));
            await().untilAsserted(() -> assertThat(visitor.lastSnapshot())
                    .contains("\"overall\":{\"orders\":3,")
                    .contains("\"hours\":{"));
        }
    }

    private SiteServer serve() {
        return SiteServer.start(
                SiteSettings.of(metrics, GROUP, GUANGDONG).withPort(0).withTick(Duration.ofMillis(200)));
    }

    private MetricSink sink(RedisMetricSinkSettings settings) {
        MetricSink sink = new RedisMetricSink(client, settings);
        sink.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        return sink;
    }

    private void write(MetricSink sink, List<Measurement> batch) {
        sink.write(new MetricBatch(GROUP, List.of(new PartitionRange(PARTITION, offset, offset + 1)), batch));
        offset++;
    }
}
