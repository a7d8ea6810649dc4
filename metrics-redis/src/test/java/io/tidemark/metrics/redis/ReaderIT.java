package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.MINUTE;
import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Readings beside a writer, by a user who may only read, and of what somebody else has put there. */
class ReaderIT {

    private final Fixture fixture = Fixture.started();

    @Test
    void aPageOfManyDimensionsIsOneRoundTrip() {
        Period hours = Period.between(MINUTE.minus(Duration.ofHours(30)), MINUTE.plus(Duration.ofHours(7)));
        Totals failures = new Totals("failures", hours);
        Totals amounts = new Totals("amount", Period.all());
        Totals durations = new Totals("duration", hours);
        Series wechat = Series.of("failures", Map.of("channel", "wechat"), hours, Step.MINUTE);
        fixture.write(
                0,
                1,
                measured("failures", "755", "wechat", "E01", new Sum(4)),
                measured("failures", "755", "alipay", "E02", new Sum(3)),
                measured("failures", "200", "wechat", "E01", new Sum(5)),
                measured("amount", "755", "wechat", "A", new Sum(900)),
                measured("duration", "755", "wechat", "A", histogram(480, 7)),
                measured("duration", "755", "alipay", "A", histogram(600, 3)));
        fixture.read(failures); // learns which days there are

        long before = readings();
        MetricSnapshot page = fixture.read(failures, amounts, durations, wechat);

        assertThat(readings() - before).isEqualTo(1);
        assertThat(page.totalsBy(failures, "city")).isEqualTo(Map.of("755", new Sum(7), "200", new Sum(5)));
        assertThat(page.top(failures, "code", 1)).containsExactly(Map.entry("E01", new Sum(9)));
        assertThat(page.top(amounts, "channel", 5)).containsExactly(Map.entry("wechat", new Sum(900)));
        assertThat(page.series(wechat)).isEqualTo(Map.of(MINUTE, new Sum(9)));
        assertThat(page.totalsBy(durations, "city")).hasEntrySatisfying("755", measured -> {
            Histogram merged = (Histogram) measured;
            assertThat(LogBuckets.quantile(merged.counts(), 0.5)).hasValue(LogBuckets.valueOf(480));
            assertThat(LogBuckets.quantile(merged.counts(), 0.95)).hasValue(LogBuckets.valueOf(600));
        });
    }

    private static Measurement measured(String metric, String city, String channel, String code, MetricValue value) {
        return Measurement.of(metric, Map.of("city", city, "channel", channel, "code", code), MINUTE, value);
    }

    private static Histogram histogram(int bucket, long count) {
        return new Histogram(new TreeMap<>(Map.of(bucket, count)));
    }

    /** How often the server has run a reading script, whether it knew it or not. */
    private static long readings() {
        return RedisServer.client()
                .info("commandstats")
                .lines()
                .filter(line -> line.matches("cmdstat_eval(sha)?_ro:.*"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^:]*:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void aReadingInPiecesIsOneStateWhileAWriterWrites() throws Exception {
        RedisMetricReader inPieces =
                new RedisMetricReader(RedisServer.client(), fixture.settings().keyPrefix(), 5);
        Totals all = new Totals("orders", Period.all());
        Totals bounded = new Totals("orders", Period.between(MINUTE.minusSeconds(6_000), MINUTE.plusSeconds(60_000)));
        Series series = Series.of("orders", Map.of("city", "755"), Period.all(), Step.MINUTE);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<Long> written = writer.submit(() -> writeUntil(over));
            long last = 0;
            while (last < 300) {
                MetricSnapshot read = inPieces.read(fixture.group(), List.of(all, bounded, series));
                last = read.ledger().values().stream()
                        .mapToLong(StoredOffset::offset)
                        .sum();
                assertThat(sum(read.totals(all).values())).isEqualTo(last);
                assertThat(sum(read.totals(bounded).values())).isEqualTo(last);
                assertThat(sum(read.series(series).values())).isEqualTo(last);
            }
            over.set(true);
            assertThat(written.get()).isGreaterThanOrEqualTo(300);
        } finally {
            over.set(true);
            writer.shutdown();
        }
    }

    /** As a backlog does to a reading in pieces that takes longer than a batch. */
    @Test
    void aReadingEndsAndIsOneStateWhileANewDayIsWrittenBeforeEachCall() {
        AtomicLong written = new AtomicLong();
        Totals all = new Totals("orders", Period.all());
        Totals open = new Totals("orders", new Period(Optional.of(MINUTE), Optional.empty()));
        Totals twoDays = new Totals("orders", Period.between(MINUTE, MINUTE.plusSeconds(86_400 + 60)));
        List<Series> series = Stream.of(Map.<String, String>of(), Map.of("city", "755"))
                .flatMap(tags ->
                        Stream.of(Step.MINUTE, Step.HOUR).map(step -> Series.of("orders", tags, Period.all(), step)))
                .toList();
        List<MetricQuery> queries = new ArrayList<>(List.of(all, open, twoDays));
        queries.addAll(series);
        Runnable newDay = () -> {
            long day = written.getAndIncrement();
            fixture.write(day, day + 1, orders("755", MINUTE.plus(Duration.ofDays(day)), 1));
        };
        HostAndPort address = HostAndPort.from(RedisServer.server().address());
        try (RedisClient client = RedisClient.builder()
                .connectionProvider(new BeforeEachReading(address, newDay))
                .build()) {
            RedisMetricReader reader =
                    new RedisMetricReader(client, fixture.settings().keyPrefix(), 3);
            for (int reading = 0; reading < 3; reading++) {
                MetricSnapshot read = reader.read(fixture.group(), queries);
                long days = read.ledger().values().stream()
                        .mapToLong(StoredOffset::offset)
                        .sum();
                assertThat(days).isEqualTo(written.get());
                assertThat(sum(read.totals(all).values())).isEqualTo(days);
                assertThat(sum(read.totals(open).values())).isEqualTo(days);
                assertThat(sum(read.totals(twoDays).values())).isEqualTo(Math.min(2, days));
                assertThat(series)
                        .allSatisfy(each ->
                                assertThat(sum(read.series(each).values())).isEqualTo(days));
            }
        }
    }

    @Test
    void aReaderThatKnowsTheDaysSeesANewOne() {
        fixture.write(0, 1, orders("755", 1));
        Period open = new Period(Optional.of(MINUTE), Optional.empty());
        assertThat(fixture.totals("orders", open)).containsOnly(Map.entry(city("755"), new Sum(1)));

        fixture.write(1, 2, orders("755", MINUTE.plus(Duration.ofDays(40)), 2));

        assertThat(fixture.totals("orders", open)).containsOnly(Map.entry(city("755"), new Sum(3)));
    }

    @Test
    void aUserWhoMayOnlyReadCanRead() {
        fixture.write(0, 1, orders("755", 1));
        try (RedisUser user = new RedisUser(
                "reads-only",
                "%R~" + fixture.settings().keyPrefix() + ":*",
                "+evalsha_ro",
                "+eval_ro",
                "+hmget",
                "+hget",
                "+hgetall",
                "+hkeys",
                "+zrange",
                "+time")) {
            Fixture reading = fixture.through(user.client());

            assertThat(reading.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(1)));
            assertThat(reading.series("orders", Period.all(), Step.MINUTE)).containsOnly(Map.entry(MINUTE, new Sum(1)));
            assertThatThrownBy(() -> reading.write(1, 2, orders("755", 1)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("nothing was written");
        }
        assertThat(fixture.ledger()).isEqualTo(1);
    }

    @Test
    void theRightsThatTheLayoutPageNamesAreEnoughForASink() {
        try (RedisUser user = new RedisUser(
                "writes",
                "~" + fixture.settings().keyPrefix() + ":*",
                "+evalsha",
                "+eval",
                "+exists",
                "+hmget",
                "+hset",
                "+hdel",
                "+hgetall",
                "+expireat",
                "+zadd",
                "+zcard",
                "+zremrangebyscore",
                "+time",
                "+info")) {
            Fixture writing = fixture.through(user.client());

            writing.write(0, 1, orders("755", 1));

            assertThat(writing.ledger()).isEqualTo(1);
        }
    }

    @Test
    void aKeyOfAnotherTypeIsAnError() {
        RedisServer.client().set(fixture.key("all:orders"), "somebody else's");

        assertThatThrownBy(() -> fixture.totals("orders"))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("WRONGTYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "1.5", "", "1\n2", "1\n2\n3"})
    void aValueThatIsNoNumberIsAnError(String value) {
        fixture.write(0, 1, orders("755", 1));
        RedisServer.client().hset(fixture.key("all:orders"), "city=755", value);
        RedisServer.client().hset(fixture.key("minutes:orders:2026-01-31T08"), "5", value);

        assertThatThrownBy(() -> fixture.totals("orders")).isExactlyInstanceOf(OffsetStoreException.class);
        assertThatThrownBy(() -> fixture.series("orders", Period.all(), Step.MINUTE))
                .isExactlyInstanceOf(OffsetStoreException.class);
    }

    @Test
    void totalsOfManyLargeSumsAreExact() {
        long large = Long.MAX_VALUE / 300;
        long odd = (1L << 52) + 1;
        for (int i = 0; i < 200; i++) {
            fixture.write(
                    i,
                    i + 1,
                    orders("755", MINUTE.plusSeconds(60L * i), large),
                    orders("200", MINUTE.plusSeconds(60L * i), i % 3 == 0 ? -odd : odd),
                    orders("751", MINUTE.plusSeconds(60L * i), i));
        }

        assertThat(fixture.totals("orders", Period.between(MINUTE, MINUTE.plusSeconds(60 * 200))))
                .containsOnly(
                        Map.entry(city("755"), new Sum(200 * large)),
                        Map.entry(city("200"), new Sum((133 - 67) * odd)),
                        Map.entry(city("751"), new Sum(199 * 100)));
    }

    @Test
    void anotherVersionsLayoutIsNotRead() {
        RedisServer.client().hset(fixture.key("state"), "layout", "4");

        assertThatThrownBy(() -> fixture.totals("orders")).hasMessageContainingAll("version 4", "versions 1 to 3");
    }

    private long writeUntil(AtomicBoolean over) {
        long from = 0;
        while (!over.get()) {
            fixture.write(from, from + 1, orders("755", MINUTE.plusSeconds(60 * (from % 700)), 1));
            from++;
        }
        return from;
    }

    private static long sum(Iterable<MetricValue> values) {
        long sum = 0;
        for (MetricValue value : values) {
            sum += ((Sum) value).value();
        }
        return sum;
    }
}
