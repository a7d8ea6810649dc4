package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ledgers that are opened by a URL. */
class RedisStoreProviderIT {

    private static final GroupId GROUP = new GroupId("opened");
    private static final Map<TopicPartition, StoredOffset> FIRST =
            Map.of(new TopicPartition("orders", 0), StoredOffset.of(5));
    private static final String HOST = "127.0.0.1:" + RedisServer.server().port();

    private final String prefix = "a prefix+" + UUID.randomUUID();

    @Test
    void theUrlOpensTheLedgerOfTheSinkWithItsPrefixAndItsDatabase() {
        RedisMetricSink sink = new RedisMetricSink(
                RedisServer.client(),
                RedisMetricSinkSettings.builder().keyPrefix(prefix).build());
        sink.initialize(GROUP, FIRST);
        String url = ((Governor.Sink) Governor.sink(sink)).url().orElseThrow();

        assertThat(offset(url)).isEqualTo(5);
        assertThat(offset("redis://" + HOST)).isEqualTo(-1);
        assertThat(offset(url.replace("?", "/3?"))).isEqualTo(-1);
    }

    @Test
    void theStoreDescribesItselfByTheUrlThatOpensItAgain() {
        try (OpenOffsetStore opened =
                OffsetStores.open("redis://" + HOST + "/2", Map.of("key-prefix", prefix, "writer", "one"))) {
            opened.store().initialize(GROUP, FIRST);
            String url = ((Governor.Sink) Governor.sink(opened.store())).url().orElseThrow();

            assertThat(opened).hasToString("redis://" + HOST + "/2");
            assertThat(url).startsWith("redis://" + HOST + "/2?key-prefix=a%20prefix%2B");
            assertThat(offset(url)).isEqualTo(5);
        }
    }

    @Test
    void aUserLogsInAndNoPasswordIsShown() {
        try (RedisUser user = new RedisUser("ledger-reader", "+@all", "~*")) {
            assertThat(user.client().ping()).isEqualTo("PONG");
            assertThat(offset("redis://ledger-reader:secret@" + HOST)).isEqualTo(-1);
            try (OpenOffsetStore wrong = OffsetStores.open("redis://ledger-reader:hunter2@" + HOST)) {
                assertThat(wrong.toString() + wrong.store()).doesNotContain("hunter2", "ledger-reader");
                assertThatThrownBy(() -> wrong.store().load(GROUP))
                        .isInstanceOf(OffsetStoreException.class)
                        .hasMessageContaining("from Redis at " + HOST)
                        .satisfies(refused ->
                                assertThat(String.valueOf(refused.getMessage())).doesNotContain("hunter2"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "redis:, the URL must contain at least one host",
        "redis://:hunter2@cache/orders, the path of the URL must be the number of a database",
        "redis://:hunter2@cache?key-prefix={x}, but must not be empty or contain braces",
        "'redis://:hunter2@a:1,b:2/3', 'the URL names database 3, but a cluster has only database 0'",
        "rediss://:hunter2@cache?prefix=x, there is no setting 'prefix'"
    })
    void aWrongUrlIsRefusedBeforeAnythingIsOpened(String url, String reason) {
        assertThatThrownBy(() -> OffsetStores.open(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot open the offset store at redis")
                .hasMessageContaining(reason)
                .satisfies(refused ->
                        assertThat(String.valueOf(refused.getMessage())).doesNotContain("hunter2"));
    }

    private static long offset(String url) {
        try (OpenOffsetStore opened = OffsetStores.open(url)) {
            return opened.store().load(GROUP).values().stream()
                    .mapToLong(StoredOffset::offset)
                    .findFirst()
                    .orElse(-1);
        }
    }
}
