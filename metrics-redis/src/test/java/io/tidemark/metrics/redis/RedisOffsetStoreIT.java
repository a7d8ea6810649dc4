package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.ScanParams;

/** How the store relates to the sink, whose ledger it is. */
class RedisOffsetStoreIT {

    private static final GroupId GROUP = new GroupId("offsets only");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final String prefix = "only-" + UUID.randomUUID();
    private final RedisStoreOptions options =
            RedisStoreOptions.defaults().keyPrefix(prefix).writer(new WriterName("job-1"));
    private final RedisOffsetStore store = new RedisOffsetStore(RedisServer.client(), options);

    @Test
    void itsDescriptionIsTheUrlThatOpensTheSameOffsets() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        String url =
                new Governor.Sink(store.toString()).url().orElseThrow(() -> new AssertionError("no URL in " + store));

        try (OpenOffsetStore opened = OffsetStores.open(url, Map.of("writer", "operator"))) {
            assertThat(opened.store().load(GROUP).get(PARTITION)).returns(5L, StoredOffset::offset);
            opened.store().commit(commit(5, 9));
        }

        assertThatThrownBy(() -> store.commit(commit(5, 7)))
                .isInstanceOf(OffsetConflictException.class)
                .hasMessageContaining("job-1")
                .hasMessageContaining("operator");
    }

    @Test
    void itWritesNoMetrics() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        store.commit(commit(5, 9));

        assertThat(RedisServer.client()
                        .scan("0", new ScanParams().match(prefix + "*").count(100_000))
                        .getResult())
                .allMatch(key -> key.endsWith(":ledger") || key.endsWith(":state"))
                .hasSize(2);
    }

    @Test
    void aSinkOnTheSameKeysIsRecognisedAsItsOwnLedger() {
        RedisMetricSink same = sink(prefix);
        RedisMetricSink another = sink(prefix + "-metrics");

        assertThat(Governor.sink(same).seenFrom(store)).isEqualTo(Governor.store());
        assertThat(Governor.sink(another).seenFrom(store)).isEqualTo(Governor.sink(another));
    }

    @Test
    void aCommitThatNoReplicaReceivesInTimeIsStored() {
        RedisOffsetStore waiting =
                new RedisOffsetStore(RedisServer.client(), options.waitForReplicas(1, Duration.ofMillis(1)));
        waiting.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

        waiting.commit(commit(5, 9));

        assertThat(store.load(GROUP).get(PARTITION)).returns(9L, StoredOffset::offset);
    }

    @Test
    void aPrefixWithABraceIsRefused() {
        RedisStoreOptions wrong = options.keyPrefix("{jobs}").server("cache-1:6379");

        assertThatThrownBy(() -> new RedisOffsetStore(RedisServer.client(), wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keyPrefix '{jobs}' is empty or holds a brace");
    }

    private static RedisMetricSink sink(String prefix) {
        return new RedisMetricSink(
                RedisServer.client(),
                RedisMetricSinkSettings.builder().keyPrefix(prefix).build());
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }
}
