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
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Data of other versions: earlier layouts are read and migrated, later ones are refused. */
class LayoutIT {

    private final RedisClient redis = RedisServer.client();
    private final Fixture fixture = Fixture.on(redis);

    @Test
    void theFirstWriteMigratesDataOfLayout1() {
        redis.hset(fixture.key("ledger"), "orders:0", "5 1700000000000");
        redis.hset(fixture.key("state"), Map.of("layout", "1", "batch", "7"));
        redis.hset(fixture.key("kinds"), "orders", "sum");
        redis.hset(fixture.key("all:orders"), "city=755", "40");

        assertThat(fixture.ledger()).isEqualTo(5);
        assertThat(fixture.totals("orders")).containsEntry(city("755"), new Sum(40));

        fixture.write(5, 6, orders("755", 2));

        assertThat(fixture.ledger()).isEqualTo(6);
        assertThat(fixture.totals("orders")).containsEntry(city("755"), new Sum(42));
        assertThat(redis.hget(fixture.key("state"), "layout"))
                .as("an earlier version cannot read entries with a writer, and refuses the layout")
                .isEqualTo("3");
    }

    @Test
    void bucketsOfLayout2CountBesideNewOnes() {
        fixture.start();
        fixture.write(0, 1, durations(3, 5), durations(9, 1));
        fixture.toLayout2();
        assertThat(fixture.totals("duration")).containsOnly(Map.entry(city("755"), histogram(Map.of(3, 5L, 9, 1L))));

        fixture.write(1, 2, durations(3, 2), durations(12, 4));

        Histogram both = histogram(Map.of(3, 7L, 9, 1L, 12, 4L));
        assertThat(fixture.totals("duration")).containsOnly(Map.entry(city("755"), both));
        for (Step step : Step.values()) {
            assertThat(fixture.series("duration", Period.all(), step).values())
                    .as("%s", step)
                    .containsExactly(both);
        }
        assertThat(redis.hgetAll(fixture.key("state")))
                .containsEntry("layout", "3")
                .doesNotContainKey("began");
    }

    private static Measurement durations(int bucket, long count) {
        return Measurement.of("duration", city("755"), Fixture.MINUTE, histogram(Map.of(bucket, count)));
    }

    private static Histogram histogram(Map<Integer, Long> counts) {
        return new Histogram(new TreeMap<>(counts));
    }

    @Test
    void bucketsThatNoSinkWroteAreRefused() {
        fixture.start();
        fixture.write(0, 1, durations(3, 5));
        redis.hset(fixture.key("all:duration:buckets"), "city=755", "3 5 9");

        assertThatThrownBy(() -> fixture.write(1, 2, durations(3, 1)))
                .hasMessageContainingAll("all:duration:buckets", "city=755", "3 5 9");
        assertThatThrownBy(() -> fixture.totals("duration")).hasMessageContaining("histogram");
        assertThat(fixture.ledger()).isEqualTo(1);
    }

    @Test
    void receiptsOfEarlierVersionsAreReadAndNotReplaced() {
        fixture.start();
        redis.hset(fixture.key("receipts"), "orders:0 0", "5 TOPIC_RECREATED EARLIEST 2026-01-02T03:04:05Z");
        StoredOffset stored = StoredOffset.of(0);
        LossReceipt expired = new LossReceipt(
                fixture.group(),
                Fixture.PARTITION,
                Optional.empty(),
                0,
                9,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-01-02T03:05:05Z"));

        fixture.sink()
                .reposition(new OffsetReposition(
                        fixture.group(),
                        Map.of(Fixture.PARTITION, Move.to(stored, StoredOffset.of(9))),
                        List.of(expired)));

        List<LossReceipt> receipts = fixture.sink().lossReceipts(fixture.group());
        assertThat(receipts).hasSize(2).contains(expired);
        assertThat(receipts.get(0))
                .returns(LossReceipt.Reason.TOPIC_RECREATED, LossReceipt::reason)
                .returns(5L, LossReceipt::until);
    }

    @Test
    void aLedgerOfALaterLayoutIsRefusedThoughItsEntriesLookFamiliar() {
        fixture.start();
        redis.hset(fixture.key("state"), "layout", "4");

        assertThatThrownBy(() -> fixture.sink().load(fixture.group(), Set.of("orders")))
                .hasMessageContainingAll("layout version 4", "versions 1 to 3");
        assertThatThrownBy(
                        () -> fixture.sink().initialize(fixture.group(), Map.of(Fixture.PARTITION, StoredOffset.of(0))))
                .hasMessageContainingAll("layout version 4", "version 3");
    }
}
