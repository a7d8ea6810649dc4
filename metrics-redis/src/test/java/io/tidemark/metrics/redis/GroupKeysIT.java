package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.redis.internal.layout.Escaping;
import io.tidemark.offset.GroupId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisClusterCRC16;

/** The names under which others find what is stored. */
class GroupKeysIT {

    private final RedisClient redis = RedisServer.client();

    @ParameterizedTest
    @ValueSource(strings = {"recharge", "{", "}{", "{}", "a{b}c", "a:b", "充值", "*"})
    void allKeysOfAGroupLieInOneSlot(String group) {
        Fixture fixture = new Fixture(redis, Fixture.keepingAll(), new GroupId(group)).start();

        fixture.write(0, 1, histogram("{orders}"), histogram("a:b"));

        assertThat(fixture.everything().keySet())
                .hasSizeGreaterThan(10)
                .allSatisfy(key -> assertThat(key.chars().filter(c -> c == '{' || c == '}'))
                        .hasSize(2))
                .extracting(JedisClusterCRC16::getSlot)
                .containsOnly(JedisClusterCRC16.getSlot(Escaping.escape(group)));
    }

    @Test
    void everyKeyHasTheNameAndTheFieldsThatTheLayoutSays() {
        Fixture fixture = Fixture.started();
        fixture.write(
                0,
                5,
                Fixture.orders("755", 3),
                Fixture.orders("200", 4),
                Measurement.timeless("rejected", Map.of("reason", "bad-amount"), new Sum(2)),
                Measurement.of("level", Map.of(), Fixture.MINUTE, new Last(-7)),
                Measurement.of(
                        "duration",
                        Map.of("city", "755"),
                        Fixture.MINUTE,
                        new Histogram(new TreeMap<>(Map.of(-1, 1L, 9, 2L)))));

        assertThat(redis.hgetAll(fixture.key("all:orders"))).isEqualTo(Map.of("city=755", "3", "city=200", "4"));
        assertThat(redis.hgetAll(fixture.key("day:orders:2026-01-31")))
                .isEqualTo(Map.of("city=755", "3", "city=200", "4"));
        assertThat(redis.hgetAll(fixture.key("hour:orders:2026-01-31T08"))).hasSize(2);
        assertThat(redis.hgetAll(fixture.key("ten:orders:2026-01-31T08:00"))).hasSize(2);
        assertThat(redis.hgetAll(fixture.key("minute:orders:2026-01-31T08:05"))).hasSize(2);
        assertThat(redis.hgetAll(fixture.key("hours:orders:2026-01-31"))).isEqualTo(Map.of("8", "7"));
        assertThat(redis.hgetAll(fixture.key("minutes:orders:2026-01-31T08"))).isEqualTo(Map.of("5", "7"));
        assertThat(redis.hgetAll(fixture.key("all:rejected"))).isEqualTo(Map.of("reason=bad-amount", "2"));
        assertThat(redis.hgetAll(fixture.key("all:level"))).isEqualTo(Map.of("-", "-7 3 1"));
        assertThat(redis.hgetAll(fixture.key("hour:duration:2026-01-31T08"))).isEqualTo(Map.of("city=755", "3"));
        assertThat(redis.hgetAll(fixture.key("hour:duration:2026-01-31T08:buckets")))
                .isEqualTo(Map.of("city=755", "-1 1 9 2"));
        assertThat(redis.hgetAll(fixture.key("minutes:duration:2026-01-31T08"))).isEqualTo(Map.of("5", "3"));
        assertThat(redis.exists(
                        fixture.key("minutes:duration:2026-01-31T08:buckets"),
                        fixture.key("hours:duration:2026-01-31:buckets")))
                .as("buckets by hour and minute are those by tags")
                .isZero();
        assertThat(redis.hgetAll(fixture.key("kinds")))
                .isEqualTo(Map.of("orders", "sum", "rejected", "sum", "level", "last", "duration", "histogram"));
        assertThat(redis.zrange(fixture.key("days"), 0, -1)).containsExactly("2026-01-31");
        assertThat(redis.zscore(fixture.key("days"), "2026-01-31")).isEqualTo(20_484);
        assertThat(redis.hget(fixture.key("ledger"), "orders:0")).matches("5 \\d{13} \\S+");
        assertThat(redis.hgetAll(fixture.key("state")))
                .containsEntry("layout", "3")
                .containsEntry("began", "3")
                .containsEntry("batch", "1");
    }

    private static Measurement histogram(String metric) {
        return Measurement.of(metric, Map.of("{c}", "}"), Fixture.MINUTE, new Histogram(new TreeMap<>(Map.of(1, 1L))));
    }
}
