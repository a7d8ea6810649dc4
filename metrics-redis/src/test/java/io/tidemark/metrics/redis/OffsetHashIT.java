package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisClient;

/** Hashes of older jobs. */
class OffsetHashIT {

    private static final RedisClient CLIENT = RedisServer.client();
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition TWELFTH = new TopicPartition("orders", 11);
    private static final TopicPartition OTHER = new TopicPartition("re-turns", 0);

    private final GroupId group = new GroupId("job {1}-" + UUID.randomUUID());
    private final OffsetHash plain = OffsetHash.of("bs:offset:{group}", "{partition}");

    @Test
    void fieldsForPartitionsOfOneTopic() {
        CLIENT.hset("bs:offset:" + group, Map.of("0", "5", "11", "9223372036854775807"));

        assertThat(plain.read(CLIENT, group, Set.of("orders"))).isEqualTo(Map.of(FIRST, 5L, TWELFTH, Long.MAX_VALUE));
    }

    @Test
    void fieldsThatNameTheTopic() {
        CLIENT.hset(group + ".offsets", Map.of("orders-0", "5", "orders-11", "7", "re-turns-0", "0"));
        OffsetHash hash = OffsetHash.of("{group}.offsets", "{topic}-{partition}");

        assertThat(hash.read(CLIENT, group, Set.of())).isEqualTo(Map.of(FIRST, 5L, TWELFTH, 7L, OTHER, 0L));
        assertThat(hash.read(CLIENT, group, Set.of("re-turns"))).isEqualTo(Map.of(OTHER, 0L));
        assertThatThrownBy(() -> hash.read(CLIENT, group, Set.of("refunds")))
                .hasMessageContaining("has no field of the topics [refunds]");
    }

    @Test
    void keysThatNameTheTopic() {
        CLIENT.hset("offset:orders:" + group, Map.of("p0", "5"));
        CLIENT.hset("offset:re-turns:" + group, Map.of("p0", "6"));
        OffsetHash hash = OffsetHash.of("offset:{topic}:{group}", "p{partition}");

        assertThat(hash.read(CLIENT, group, Set.of("orders", "re-turns"))).isEqualTo(Map.of(FIRST, 5L, OTHER, 6L));
        assertThatThrownBy(() -> hash.read(CLIENT, group, Set.of("orders", "refunds")))
                .hasMessageContaining("there is no hash 'offset:refunds:" + group + "'");
    }

    @Test
    void aUrlOpensTheServer() {
        CLIENT.hset("bs:offset:" + group, Map.of("0", "5"));
        try (RedisUser user = new RedisUser("hash-reader", "+hgetall", "%R~bs:offset:*")) {
            assertThat(user.client()).isNotNull();
            String url = RedisServer.server().uri();

            assertThat(plain.read(url, Map.of("user", "hash-reader", "password", "secret"), group, Set.of("orders")))
                    .isEqualTo(Map.of(FIRST, 5L));
            assertThatThrownBy(() -> plain.read(
                            url, Map.of("user", "hash-reader", "password", "hunter2"), group, Set.of("orders")))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining("hunter2");
        }
        assertThatThrownBy(() -> plain.read("mysql://db:3306/offsets", Map.of(), group, Set.of("orders")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not begin with redis:// or rediss://");
        assertThatThrownBy(() -> plain.read("redis://cache/orders?keys=1", Map.of(), group, Set.of("orders")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be the number of a database")
                .hasMessageContaining("there is no setting 'keys'");
    }

    @Test
    void allWrongFieldsAndValuesAreNamed() {
        CLIENT.hset(
                "bs:offset:" + group,
                Map.of("0", "5", "1", "-1", "2", "9223372036854775808", "3", " 4", "x", "5", "4", "", "00", "8"));

        assertThatThrownBy(() -> plain.read(CLIENT, group, Set.of("orders")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot read the offsets of group " + group + " in Redis at ")
                .hasMessageContaining("field '1' of hash 'bs:offset:" + group + "' holds '-1'")
                .hasMessageContaining("field '2' of hash 'bs:offset:" + group + "' holds '9223372036854775808'")
                .hasMessageContaining("field '3' of hash 'bs:offset:" + group + "' holds ' 4'")
                .hasMessageContaining("field '4' of hash 'bs:offset:" + group + "' holds ''")
                .hasMessageContaining("has a field 'x' of another form")
                .hasMessageContaining("has two fields of orders-0");
    }

    @Test
    void aMissingHashAndAKeyOfAnotherTypeAreNamed() {
        assertThatThrownBy(() -> plain.read(CLIENT, group, Set.of("orders")))
                .hasMessageContaining("there is no hash 'bs:offset:" + group + "'");
        CLIENT.set("bs:offset:" + group, "5");
        assertThatThrownBy(() -> plain.read(CLIENT, group, Set.of("orders")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("the key has another type, which the command TYPE shows");
    }

    @Test
    void aTopicThatNothingNamesMustBeGiven() {
        assertThatThrownBy(() -> plain.read(CLIENT, group, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("so the topic must be given");
        assertThatThrownBy(() -> plain.read(CLIENT, group, Set.of("orders", "returns")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for the topics [orders, returns]");
    }

    @ParameterizedTest
    @CsvSource({
        "'', {partition}, the key of the hash is empty",
        "{groups}, {partition}, 'hash ''{groups}'' has {groups}; the placeholders are {group}, {topic}'",
        "{group}:{group}, {partition}, has {group} twice",
        "offsets, {topic}, field '{topic}' has no {partition}",
        "offsets, {topic}{partition}, has nothing between two placeholders that separates them",
        "offsets, {topic}1{partition}, has nothing between two placeholders that separates them",
        "o:{topic}, {topic}:{partition}, {topic} is in hash 'o:{topic}' and in field '{topic}:{partition}'"
    })
    void aWrongFormIsRefused(String hash, String field, String reason) {
        assertThatThrownBy(() -> OffsetHash.of(hash, field))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot find offsets in a hash: ")
                .hasMessageContaining(reason);
    }
}
