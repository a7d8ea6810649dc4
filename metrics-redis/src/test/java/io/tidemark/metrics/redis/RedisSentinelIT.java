package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisSentinelClient;

/** A primary that dies under a writer, and what its replica had not got yet. */
@EmbeddedOnly("sentinels, and servers that reach each other")
@Tag("long")
class RedisSentinelIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private RedisSentinels sentinels;
    private RedisSentinelClient client;

    @BeforeEach
    void start() {
        sentinels = new RedisSentinels(directory);
        client = sentinels.client();
    }

    @AfterEach
    void close() {
        client.close();
        sentinels.close();
    }

    @Test
    void afterAFailoverCountingGoesOnFromTheLedgerOfTheReplica() {
        Fixture fixture = Fixture.on(client).start();
        try (ResumingWriter writer = new ResumingWriter(fixture)) {
            await().atMost(PATIENCE).until(() -> writer.reached() > 200);
            sentinels.primary().kill();
            await().atMost(PATIENCE).until(() -> isPrimary() && writer.reached() > 400);
            long afterFailover = writer.reached();
            await().atMost(PATIENCE).until(() -> writer.reached() > afterFailover + 200);
        }

        assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(fixture.ledger())));
    }

    @Test
    void whatTheReplicaHadNotGotIsLostWithItsLedgerAndCountsAgain() {
        Fixture fixture = Fixture.on(client).start();
        fixture.write(0, 10, orders("755", 10));
        await().atMost(PATIENCE).until(() -> onReplica(fixture) == 10);
        sentinels.replica().kill();
        fixture.write(10, 15, orders("755", 5));
        sentinels.primary().kill();
        sentinels.replica().restart();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> isPrimary() && fixture.ledger() == 10);

        assertThatThrownBy(() -> fixture.write(15, 20, orders("755", 5))).isInstanceOf(OffsetConflictException.class);
        fixture.write(10, 20, orders("755", 10));

        assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(20)));
    }

    private long onReplica(Fixture fixture) {
        try (RedisClient replica = Fixture.client(sentinels.replica())) {
            return fixture.through(replica).ledger();
        }
    }

    private boolean isPrimary() {
        try (Jedis jedis = new Jedis(HostAndPort.from(sentinels.replica().address()))) {
            return jedis.info("replication").contains("role:master");
        }
    }
}
