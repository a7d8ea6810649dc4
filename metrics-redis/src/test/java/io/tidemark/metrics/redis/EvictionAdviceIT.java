package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.redis.internal.server.EvictionAdvice;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestRedis;
import io.tidemark.servers.logging.Warnings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/** What a sink says at the start about a server that throws keys away. */
class EvictionAdviceIT {

    private final TestRedis server = TestRedis.start(ServerSetup.standard().setting("maxmemory", "100mb"));
    private final RedisClient client = Fixture.client(server);
    private final Warnings warnings = new Warnings(EvictionAdvice.class);

    @AfterEach
    void close() {
        warnings.close();
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "volatile-ttl"})
    void aPolicyThatThrowsKeysAwayIsWarnedOfOnceWithWhatToDo(String policy) {
        client.configSet("maxmemory-policy", policy);
        Fixture fixture = Fixture.on(client);

        fixture.ledger();
        fixture.start().write(0, 1, orders("755", 1));
        fixture.ledger();

        assertThat(warnings.messages())
                .singleElement()
                .asString()
                .contains(policy, "104857600 bytes", "Set maxmemory-policy to noeviction");
    }

    @Test
    void aServerThatKeepsItsKeysIsNotWarnedOf() {
        client.configSet("maxmemory-policy", "noeviction");
        Fixture.on(client).start().ledger();
        client.configSet("maxmemory-policy", "allkeys-lru");
        client.configSet("maxmemory", "0");
        Fixture.on(client).start().ledger();

        assertThat(warnings.messages()).isEmpty();
    }
}
