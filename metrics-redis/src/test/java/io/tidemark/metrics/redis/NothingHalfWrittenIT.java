package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.MINUTE;
import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.servers.TestRedis;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/** Whatever is wrong with a batch or with what is stored, is found before the first write. */
class NothingHalfWrittenIT {

    private final RedisClient redis = RedisServer.client();
    private final Fixture fixture = Fixture.started();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "all:orders",
                "day:orders:2026-01-31",
                "hour:orders:2026-01-31T08",
                "ten:orders:2026-01-31T08:00",
                "minute:orders:2026-01-31T08:05",
                "hours:orders:2026-01-31",
                "minutes:orders:2026-01-31T08",
                "all:duration",
                "all:duration:buckets",
                "minute:duration:2026-01-31T08:05:buckets",
                "minutes:duration:2026-01-31T08"
            })
    void aKeyOfAnotherTypeIsNamedAndNothingIsWritten(String key) {
        redis.set(fixture.key(key), "somebody else's");

        OffsetStoreException refused = assertNothingWrittenBy(mixedBatch());

        assertThat(refused).hasMessageContaining(fixture.key(key)).hasMessageContaining("WRONGTYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ledger", "state", "kinds", "days"})
    void aKeyOfTheGroupOfAnotherTypeIsNamedAndNothingIsWritten(String key) {
        redis.del(fixture.key(key));
        redis.set(fixture.key(key), "somebody else's");

        OffsetStoreException refused = failedWrite(mixedBatch());

        assertThat(refused).hasMessageContaining(fixture.key(key)).hasMessageContaining("WRONGTYPE");
        redis.del(fixture.key(key));
        assertThat(fixture.everything()).doesNotContainKeys(fixture.key("all:orders"), fixture.key("kinds"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1.5",
                "1e3",
                "0x10",
                " 1",
                "1 ",
                "+1",
                "-0",
                "007",
                "9223372036854775808",
                "12345678901234567890123"
            })
    void aStoredValueThatIsNoLongIsNamedAndNothingIsWritten(String value) {
        fixture.write(0, 1, orders("755", 1));
        redis.hset(fixture.key("hour:orders:2026-01-31T08"), "city=755", value);

        OffsetStoreException refused = assertNothingWrittenBy(orders("200", 5), orders("755", 1));

        assertThat(refused)
                .hasMessageContaining(fixture.key("hour:orders:2026-01-31T08"))
                .hasMessageContaining("city=755")
                .hasMessageContaining("'" + value + "'");
    }

    @Test
    void aStoredMaximumThatIsNoLongIsRefusedToo() {
        fixture.write(0, 1, Measurement.of("longest", Map.of(), MINUTE, new Max(1)));
        redis.hset(fixture.key("all:longest"), "-", "long");

        assertNothingWrittenBy(Measurement.of("longest", Map.of(), MINUTE, new Max(2)));
    }

    @Test
    void aStoredLastValueOfAnotherFormIsRefused() {
        fixture.write(0, 1, Measurement.of("level", Map.of(), MINUTE, new Last(1)));
        redis.hset(fixture.key("all:level"), "-", "1");

        assertNothingWrittenBy(Measurement.of("level", Map.of(), MINUTE, new Last(2)));
    }

    @Test
    void aSumThatOverflowsOnlyInOneOfItsHashesIsRefused() {
        fixture.write(0, 1, orders("755", 1));
        redis.hset(fixture.key("day:orders:2026-01-31"), "city=755", Long.toString(Long.MAX_VALUE - 1));

        OffsetStoreException refused = assertNothingWrittenBy(orders("755", 2));

        assertThat(refused)
                .hasMessageContaining(fixture.key("day:orders:2026-01-31"))
                .hasMessageContaining(Long.toString(Long.MAX_VALUE - 1));
        fixture.write(1, 2, orders("755", 1));
        assertThat(redis.hget(fixture.key("day:orders:2026-01-31"), "city=755"))
                .isEqualTo(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void anUnreadableLedgerEntryIsNamedAndNothingIsWritten() {
        redis.hset(fixture.key("ledger"), "orders:0", "0 yesterday");
        SortedMap<String, String> before = fixture.everything();

        assertThat(failedWrite(orders("755", 1))).hasMessageContaining("'0 yesterday'");

        assertThat(fixture.everything()).isEqualTo(before);
    }

    @Test
    void anotherVersionsLayoutIsLeftAlone() {
        redis.hset(fixture.key("state"), "layout", "4");

        assertThat(assertNothingWrittenBy(orders("755", 1)))
                .hasMessageContaining("version 4")
                .hasMessageContaining("version 3");
    }

    @Test
    void aStoredKindOfAnotherNameIsRefused() {
        fixture.write(0, 1, orders("755", 1));
        redis.hset(fixture.key("kinds"), "orders", "max");

        assertThat(assertNothingWrittenBy(orders("755", 1)))
                .hasMessageContaining("orders is a sum, but is stored as a max");
    }

    @Test
    void aServerWithoutMemoryRefusesTheWholeBatch() {
        try (TestRedis full = TestRedis.start();
                RedisClient client = Fixture.client(full)) {
            Fixture inFull = Fixture.on(client).start();
            client.configSet("maxmemory", "1");

            assertThat(failedWrite(inFull, orders("755", 1))).hasMessageContaining("OOM");

            client.configSet("maxmemory", "0");
            assertThat(inFull.everything()).containsOnlyKeys(inFull.key("ledger"), inFull.key("state"));
            assertThat(inFull.ledger()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exists", "hset", "expireat", "zadd", "zcard", "hmget", "time", "zremrangebyscore"})
    void aUserWhoMustNotCallOneCommandWritesNothing(String command) {
        try (RedisUser user = new RedisUser("without-" + command, "~*", "+@all", "-" + command)) {
            SortedMap<String, String> before = fixture.everything();

            OffsetStoreException refused = failedWrite(fixture.through(user.client()), mixedBatch());

            assertThat(refused).hasMessageContainingAll("may not call", command.toUpperCase(Locale.ROOT));
            assertThat(fixture.everything()).isEqualTo(before);
        }
    }

    @Test
    void aUserWhoMustNotWriteSomeOfTheKeysWritesNone() {
        try (RedisUser user = new RedisUser("ledger-only", "~*:ledger", "~*:state", "+@all")) {
            SortedMap<String, String> before = fixture.everything();

            failedWrite(fixture.through(user.client()), mixedBatch());

            assertThat(fixture.everything()).isEqualTo(before);
        }
    }

    @Test
    void theBatchIsWrittenOnceWhatWasWrongIsGone() {
        redis.set(fixture.key("all:orders"), "somebody else's");
        failedWrite(orders("755", 3));
        redis.del(fixture.key("all:orders"));

        fixture.write(0, 1, orders("755", 3));

        assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(3)));
        assertThat(fixture.ledger()).isEqualTo(1);
    }

    private static Measurement[] mixedBatch() {
        return new Measurement[] {
            orders("200", 5),
            Measurement.timeless("records.read", Map.of(), new Sum(9)),
            orders("755", 1),
            Measurement.of("duration", Map.of("city", "755"), MINUTE, new Histogram(new TreeMap<>(Map.of(7, 2L))))
        };
    }

    private OffsetStoreException assertNothingWrittenBy(Measurement... measurements) {
        SortedMap<String, String> before = fixture.everything();

        OffsetStoreException refused = failedWrite(measurements);

        assertThat(fixture.everything()).isEqualTo(before);
        return refused;
    }

    private OffsetStoreException failedWrite(Measurement... measurements) {
        return failedWrite(fixture, measurements);
    }

    private static OffsetStoreException failedWrite(Fixture fixture, Measurement... measurements) {
        long from = fixtureOffset(fixture);
        OffsetStoreException failure =
                catchThrowableOfType(OffsetStoreException.class, () -> fixture.write(from, from + 1, measurements));
        assertThat(failure)
                .isNotNull()
                .isNotInstanceOf(OffsetConflictException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class);
        return failure;
    }

    private static long fixtureOffset(Fixture fixture) {
        try {
            return fixture.ledger();
        } catch (OffsetStoreException unreadable) {
            return 0;
        }
    }
}
