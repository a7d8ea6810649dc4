package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What expires when, counted from the time that a value belongs to. */
class RetentionIT {

    private static final Duration MINUTES_KEPT = Duration.ofDays(3);
    private static final Duration HOURS_KEPT = Duration.ofDays(30);
    private static final Duration DAYS_KEPT = Duration.ofDays(300);

    private final RedisClient redis = RedisServer.client();
    private final Instant thisHour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    private final Fixture fixture = new Fixture(
                    redis,
                    RedisMetricSinkSettings.builder()
                            .keyPrefix("retention-" + UUID.randomUUID())
                            .keepMinutes(MINUTES_KEPT)
                            .keepHours(HOURS_KEPT)
                            .keepDays(DAYS_KEPT)
                            .build(),
                    new GroupId("recharge"))
            .start();

    @Test
    void everyHashExpiresAfterItsOwnTime() {
        Instant minute = thisHour.plusSeconds(300);
        fixture.write(
                0,
                1,
                orders("755", minute, 1),
                Measurement.of("duration", Map.of(), minute, new Histogram(new TreeMap<>(Map.of(3, 1L)))));

        long endOfHour = thisHour.plus(1, ChronoUnit.HOURS).getEpochSecond();
        long endOfDay =
                minute.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS).getEpochSecond();
        for (String key : fixture.everything().keySet()) {
            String table = key.substring(fixture.key("").length()).split(":", 2)[0];
            long expected =
                    switch (table) {
                        case "ten", "minute", "minutes" -> endOfHour + MINUTES_KEPT.toSeconds();
                        case "hour", "hours" -> endOfDay + HOURS_KEPT.toSeconds();
                        case "day" -> endOfDay + DAYS_KEPT.toSeconds();
                        default -> -1;
                    };
            assertThat(redis.expireTime(key)).as(key).isEqualTo(expected);
        }
        // the two metrics' hashes, and buckets in those by tags
        assertThat(fixture.everything()).hasSize(4 + 2 * 7 + 5);
    }

    @Test
    void nothingExpiresWhereAllIsKept() {
        Fixture keeping = Fixture.started();

        keeping.write(0, 1, orders("755", thisHour, 1));

        assertThat(keeping.everything().keySet()).isNotEmpty().allSatisfy(key -> assertThat(redis.expireTime(key))
                .isEqualTo(-1));
    }

    @Test
    void aLateValueCountsInWhatIsStillKept() {
        Instant late = today.minus(10, ChronoUnit.DAYS).plusSeconds(3_660);
        fixture.write(0, 1, orders("755", late, 3));
        Instant veryLate = today.minus(100, ChronoUnit.DAYS).plusSeconds(3_660);
        fixture.write(1, 2, orders("755", veryLate, 5));
        Instant tooLate = today.minus(1_000, ChronoUnit.DAYS).plusSeconds(3_660);
        fixture.write(2, 3, orders("755", tooLate, 7));

        assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(15)));
        assertThat(fixture.totals(
                        "orders", new Period(Optional.of(tooLate.truncatedTo(ChronoUnit.DAYS)), Optional.empty())))
                .containsOnly(Map.entry(city("755"), new Sum(8)));
        assertThat(fixture.series("orders", Period.all(), Step.HOUR))
                .containsOnly(Map.entry(late.truncatedTo(ChronoUnit.HOURS), new Sum(3)));
        assertThat(fixture.series("orders", Period.all(), Step.MINUTE)).isEmpty();
        assertThat(redis.zcard(fixture.key("days"))).isEqualTo(2);
        assertThat(fixture.ledger()).isEqualTo(3);
    }

    @Test
    void aTotalThatNeedsExpiredMinutesIsRefusedAndSaysWhatToAsk() {
        Instant hour = today.minus(10, ChronoUnit.DAYS).plus(1, ChronoUnit.HOURS);
        fixture.write(0, 1, orders("755", hour.plusSeconds(600), 3), orders("755", hour.plusSeconds(2_400), 4));

        assertThatThrownBy(() -> fixture.totals("orders", Period.between(hour, hour.plusSeconds(1_800))))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(hour.toString())
                .hasMessageContaining("whose minutes expired at")
                .hasMessageContaining("full hours");
        assertThatThrownBy(() -> fixture.series(
                        "orders", new Period(Optional.of(hour.plusSeconds(1_800)), Optional.empty()), Step.HOUR))
                .isInstanceOf(OffsetStoreException.class);
        assertThat(fixture.totals("orders", Period.between(hour, hour.plusSeconds(3_600))))
                .containsOnly(Map.entry(city("755"), new Sum(7)));
    }

    @Test
    void aTotalThatNeedsExpiredHoursIsRefused() {
        Instant day = today.minus(100, ChronoUnit.DAYS);
        fixture.write(0, 1, orders("755", day.plusSeconds(3_600), 3));

        assertThatThrownBy(() -> fixture.totals("orders", Period.between(day, day.plus(12, ChronoUnit.HOURS))))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("whose hours expired at");
        assertThat(fixture.totals("orders", Period.between(day, day.plus(1, ChronoUnit.DAYS))))
                .containsOnly(Map.entry(city("755"), new Sum(3)));
    }

    @Test
    void aBoundInADayWithoutValuesNeedsNothing() {
        fixture.write(0, 1, orders("755", today.minus(10, ChronoUnit.DAYS), 3));
        Instant unevenBefore = today.minus(200, ChronoUnit.DAYS).plusSeconds(60);

        assertThat(fixture.totals("orders", new Period(Optional.of(unevenBefore), Optional.empty())))
                .containsOnly(Map.entry(city("755"), new Sum(3)));
    }

    @Test
    void daysThatHaveExpiredLeaveTheIndex() {
        fixture.write(0, 1, orders("755", today, 1));
        redis.zadd(fixture.key("days"), today.getEpochSecond() / 86_400.0 - 301, "long ago");
        redis.zadd(fixture.key("days"), today.getEpochSecond() / 86_400.0 - 300, "still there");

        fixture.write(1, 2, orders("755", today, 1));

        assertThat(redis.zrange(fixture.key("days"), 0, -1))
                .containsExactly("still there", today.toString().substring(0, 10));
    }

    @Test
    void timesAtTheEndsOfWhatJavaKnowsAreCounted() {
        Instant first = Instant.MIN.truncatedTo(ChronoUnit.DAYS);
        Instant last = Instant.MAX.truncatedTo(ChronoUnit.MINUTES);

        fixture.write(0, 1, orders("755", first, 1), orders("755", last, 2), orders("755", Instant.EPOCH, 4));

        assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(7)));
        assertThat(fixture.series("orders", Period.all(), Step.MINUTE)).containsOnly(Map.entry(last, new Sum(2)));
        Fixture keeping = Fixture.started();
        keeping.write(0, 1, orders("755", first, 1), orders("755", last, 2));
        assertThat(keeping.series("orders", Period.all(), Step.MINUTE))
                .containsExactly(Map.entry(first, new Sum(1)), Map.entry(last, new Sum(2)));
        assertThat(keeping.totals("orders", Period.between(first, last)))
                .containsOnly(Map.entry(city("755"), new Sum(1)));
    }
}
