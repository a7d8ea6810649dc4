package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.servers.TestRedis;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** A server that is killed, stopped, frozen or forgets its scripts, before, while and after it is called. */
class BrokenServerIT {

    private final TestRedis server = TestRedis.start();
    private final RedisClient client = Fixture.client(server);
    private final Fixture fixture = Fixture.on(client).start();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void aServerThatForgetsItsScriptsIsToldAgain() {
        fixture.write(0, 1, orders("755", 1));
        client.scriptFlush("any");
        fixture.write(1, 2, orders("755", 1));
        fixture.totals("orders");
        client.scriptFlush("any");

        assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(2)));
    }

    @Test
    void aRestartFromTheAppendOnlyFileKeepsMetricsAndLedger() {
        fixture.write(0, 5, orders("755", 3), orders("200", 2));
        fixture.write(5, 9, orders("755", 4));
        var before = fixture.everything();

        server.kill();
        server.restart();

        try (RedisClient fresh = Fixture.client(server)) {
            Fixture restarted = fixture.through(fresh);
            assertThat(restarted.everything()).isEqualTo(before);
            restarted.write(9, 10, orders("755", 1));
            assertThat(restarted.totals("orders"))
                    .containsOnly(Map.entry(city("755"), new Sum(8)), Map.entry(city("200"), new Sum(2)));
        }
    }

    @Test
    void aServerThatIsNotThereIsKnownToHaveWrittenNothing() {
        server.stop();
        try (RedisClient fresh = Fixture.client(server)) {
            Fixture unreachable = fixture.through(fresh);

            assertThatThrownBy(() -> unreachable.write(0, 1, orders("755", 1)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("nothing was written");
            assertThatThrownBy(unreachable::ledger).isExactlyInstanceOf(OffsetStoreException.class);
            assertThatThrownBy(() -> unreachable.totals("orders")).isExactlyInstanceOf(OffsetStoreException.class);
        }
    }

    @Test
    void aConnectionThatBrokeWhileItWasIdleLeavesTheOutcomeUnknown() {
        fixture.write(0, 1, orders("755", 1));
        server.kill();

        assertThatThrownBy(() -> fixture.write(1, 2, orders("755", 1)))
                .isInstanceOf(CommitOutcomeUnknownException.class);
    }

    @Test
    void aFrozenServerMakesTheOutcomeUnknownAndTheLedgerTellsItLater() {
        try (RedisClient impatient = RedisClient.builder()
                .hostAndPort(HostAndPort.from(server.address()))
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(200).build())
                .build()) {
            Fixture hasty = fixture.through(impatient);
            hasty.write(0, 1, orders("755", 1));
            server.freeze();

            assertThatThrownBy(() -> hasty.write(1, 3, orders("755", 2)))
                    .isInstanceOf(CommitOutcomeUnknownException.class)
                    .satisfies(unknown -> assertThat(((CommitOutcomeUnknownException) unknown).ranges())
                            .isEqualTo(hasty.batch(1, 3).ranges()));

            server.thaw();
            long ledger = hasty.ledger();
            assertThat(ledger).isIn(1L, 3L);
            assertThat(hasty.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(ledger)));
        }
    }

    @Test
    void killsAtAnyMomentLeaveTotalsThatEqualTheLedger() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Random random = new Random(11);
            for (int kill = 0; kill < 8; kill++) {
                CountDownLatch warm = new CountDownLatch(1 + random.nextInt(40));
                Future<OffsetStoreException> failure = writer.submit(() -> writeUntilItFails(warm));
                assertThat(warm.await(30, TimeUnit.SECONDS)).isTrue();
                server.kill();
                assertThat(failure.get(30, TimeUnit.SECONDS)).isNotNull();
                server.restart();

                Totals totals = new Totals("orders", Period.all());
                try (RedisClient fresh = Fixture.client(server)) {
                    Fixture after = fixture.through(fresh);
                    MetricSnapshot read = after.read(totals);
                    assertThat(read.totals(totals)).containsOnly(Map.entry(city("755"), new Sum(after.ledger())));
                }
            }
        } finally {
            writer.shutdownNow();
        }
    }

    private OffsetStoreException writeUntilItFails(CountDownLatch warm) {
        try (RedisClient own = Fixture.client(server)) {
            Fixture writer = fixture.through(own);
            long from = writer.ledger();
            while (true) {
                try {
                    writer.write(from, from + 3, orders("755", 3));
                } catch (OffsetStoreException broken) {
                    return broken;
                }
                from += 3;
                warm.countDown();
            }
        }
    }
}
