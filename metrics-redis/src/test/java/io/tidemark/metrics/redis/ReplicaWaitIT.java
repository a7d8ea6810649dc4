package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Writes that wait for a replica which is there, is slow, or is gone. */
@EmbeddedOnly("two servers that reach each other")
class ReplicaWaitIT {

    private final EmbeddedRedis primary =
            EmbeddedRedis.start(ServerOptions.temporary().setting("repl-diskless-sync-delay", "0"));
    private final EmbeddedRedis replica =
            EmbeddedRedis.start(ServerOptions.temporary().setting("replicaof", "127.0.0.1 " + primary.port()));
    private final RedisClient client = RedisClient.builder()
            .hostAndPort(HostAndPort.from(primary.address()))
            .clientConfig(
                    DefaultJedisClientConfig.builder().timeoutMillis(60_000).build())
            .build();

    @AfterEach
    void close() {
        client.close();
        replica.close();
        primary.close();
    }

    @Test
    void aWriteReturnsWhenTheReplicaHasIt() throws Exception {
        awaitReplica();
        Fixture fixture = waiting(Duration.ofSeconds(50)).start();
        fixture.write(0, 1, orders("755", 1));
        replica.freeze();

        CompletableFuture<Void> write = CompletableFuture.runAsync(() -> fixture.write(1, 2, orders("755", 1)));
        await().until(() -> fixture.ledger() == 2);
        assertThat(write).isNotDone();

        replica.thaw();
        write.get(60, TimeUnit.SECONDS);
        try (RedisClient ofReplica = Fixture.client(replica)) {
            assertThat(fixture.through(ofReplica).ledger()).isEqualTo(2);
        }
    }

    @Test
    void aWriteThatNoReplicaGetsInTimeIsAppliedAllTheSame() {
        replica.kill();
        Fixture fixture = waiting(Duration.ofMillis(50)).start();

        fixture.write(0, 1, orders("755", 1));

        assertThat(fixture.ledger()).isEqualTo(1);
        assertThatThrownBy(() -> fixture.write(0, 1, orders("755", 1))).isInstanceOf(OffsetConflictException.class);
    }

    @Test
    void aWriteIsAppliedAlsoWhereWaitingIsForbidden() {
        client.executeCommand(RedisUser.setting("default", "-wait"));
        Fixture fixture = waiting(Duration.ofMillis(50)).start();

        fixture.write(0, 1, orders("755", 1));

        assertThat(fixture.ledger()).isEqualTo(1);
    }

    @Test
    void aServerThatIsGoneIsKnownToHaveWrittenNothing() {
        Fixture fixture = waiting(Duration.ofMillis(50)).start();
        primary.kill();
        try (RedisClient fresh = Fixture.client(primary)) {
            assertThatThrownBy(() -> fixture.through(fresh).write(0, 1, orders("755", 1)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("nothing was written");
        }
    }

    private Fixture waiting(Duration timeout) {
        return new Fixture(
                client,
                RedisMetricSinkSettings.builder()
                        .keyPrefix("wait-" + UUID.randomUUID())
                        .keepForever()
                        .waitForReplicas(1, timeout)
                        .build(),
                new GroupId("recharge"));
    }

    private void awaitReplica() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.info("replication").contains("state=online"));
    }
}
