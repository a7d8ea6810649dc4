package io.tidemark.site.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.site.SiteServer;
import io.tidemark.site.SiteSettings;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** The page while its Redis and its server are really stopped and started. */
@Tag("long")
class PageOnRedisIT extends PageFixture {

    private static final TopicPartition PARTITION = new TopicPartition("recharge-log", 0);

    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private final RedisClient client = RedisClient.create(redis.uri());
    private final RedisMetricSink sink = new RedisMetricSink(client, RedisMetricSinkSettings.defaults());
    private long offset;

    @AfterEach
    void stopRedis() {
        client.close();
        redis.close();
    }

    @Test
    void everyStateIsSaidAndTheNumbersStayUntilThereAreNewOnes() {
        SiteServer server = serve(settings());
        Visit visit = visit(server, 1440, 900).open("/?period=all");
        visit.waitForText("#state-word", "等待第一批数据");
        assertThat(visit.text("[data-total=orders] .value")).isEqualTo("—");

        sink.initialize(MetricsInMemory.GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        write(Orders.succeeded(thisMinute(), "755", 3, 1000, 2000));
        visit.waitForText("#state-word", "实时");
        visit.waitForText("[data-total=orders] .value", "3");

        redis.stop();
        visit.waitForText("#state-word", "数据源不可用");
        assertThat(visit.text("[data-total=orders] .value")).isEqualTo("3");
        assertThat(visit.page().locator("#main").getAttribute("data-freshness")).isEqualTo("old");

        redis.restart();
        visit.waitForText("#state-word", "实时");
        assertThat(visit.page().locator("#main").getAttribute("data-freshness")).isEqualTo("fresh");

        redis.freeze();
        visit.waitForText("#state-word", "数据源不可用");
        redis.thaw();
        visit.waitForText("#state-word", "实时");

        server.close();
        visit.waitForText("#state-word", "正在重连");
        assertThat(visit.text("[data-total=orders] .value")).isEqualTo("3");
        write(Orders.failed(thisMinute(), "200", 4));
        serve(settings().withPort(server.uri().getPort()));
        visit.waitForText("#state-word", "实时");
        visit.waitForText("[data-total=orders] .value", "7");
    }

    @Test
    void twoPagesOnOneRedisShowTheSameNumbersAndOneMayEnd() {
        sink.initialize(MetricsInMemory.GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        write(Orders.succeeded(thisMinute(), "755", 3, 1000, 2000));
        SiteServer first = serve(settings());
        Visit one = visit(first, 1440, 900).open("/?period=all");
        Visit other = visit(serve(settings()), 1440, 900).open("/?period=all");
        one.waitForText("[data-total=orders] .value", "3");
        other.waitForText("[data-total=orders] .value", "3");

        first.close();
        write(Orders.failed(thisMinute(), "200", 4));
        other.waitForText("[data-total=orders] .value", "7");
        one.waitForText("#state-word", "正在重连");
        assertThat(one.text("[data-total=orders] .value")).isEqualTo("3");
        other.requireClean();
    }

    private static String thisMinute() {
        return Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    private SiteSettings settings() {
        return SiteSettings.of(new RedisMetricReader(client), MetricsInMemory.GROUP, GUANGDONG)
                .withPort(0)
                .withTick(Duration.ofMillis(200));
    }

    private void write(List<Measurement> batch) {
        sink.write(new MetricBatch(
                MetricsInMemory.GROUP, List.of(new PartitionRange(PARTITION, offset, offset + 1)), batch));
        offset++;
    }
}
