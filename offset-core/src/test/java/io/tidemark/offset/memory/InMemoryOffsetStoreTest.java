package io.tidemark.offset.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What is the in-memory store's own; that it keeps the contract is tested in offset-tck. */
class InMemoryOffsetStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final TopicIdentity OLD = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity NEW = new TopicIdentity("cluster", new Uuid(2, 2));

    private final InMemoryOffsetStore store = new InMemoryOffsetStore(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void entriesCarryTheTimeOfTheGivenClock() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

        assertThat(store.load(GROUP, Set.of("orders")))
                .containsExactly(Map.entry(
                        PARTITION,
                        new StoredOffset(
                                5, Optional.empty(), Optional.of(NOW), Optional.of(WriterName.ofThisProcess()))));
    }

    @Test
    void aLoadedMapDoesNotChangeWithTheStore() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        Map<TopicPartition, StoredOffset> loaded = store.load(GROUP, Set.of("orders"));

        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 5, 9))));

        assertThat(loaded.get(PARTITION)).extracting(StoredOffset::offset).isEqualTo(5L);
    }

    @Test
    void aConflictOfTopicsWithEqualOffsetsNamesBothTopics() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5, NEW)));
        OffsetReposition believingTheOldTopic = new OffsetReposition(
                GROUP,
                Map.of(PARTITION, OffsetReposition.Move.to(StoredOffset.of(5, OLD), StoredOffset.of(0, NEW))),
                List.of());

        assertThatThrownBy(() -> store.reposition(believingTheOldTopic))
                .isInstanceOf(OffsetConflictException.class)
                .hasMessageContaining("orders-0 expected 5, found 5 (expected topic id " + OLD.topicId()
                        + " of cluster cluster, found topic id " + NEW.topicId() + " of cluster cluster)");
    }
}
