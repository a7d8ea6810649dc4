package io.tidemark.offset.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.ProxiedMessage.Direction;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mirror shows what a store holds, and is never in its way. */
@Tag("long")
class MirrorIT {

    private static final GroupId GROUP = new GroupId("mirrored");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);

    private final FaultProxy proxy = Faults.proxy();
    private final KafkaOffsetMirror mirror = new KafkaOffsetMirror(Map.of("bootstrap.servers", proxy.address()));
    private final OffsetStore inner = new InMemoryOffsetStore();
    private final OffsetStore store = mirror.beside(inner);
    private final Admin admin = Admin.create(SharedKafka.settings());

    @Test
    void everyWriteIsShown() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5), SECOND, StoredOffset.of(7)));
        awaitShown(Map.of(FIRST, 5L, SECOND, 7L));

        store.commit(commit(FIRST, 5, 9));
        awaitShown(Map.of(FIRST, 9L, SECOND, 7L));

        store.reposition(new OffsetReposition(
                GROUP, Map.of(SECOND, Move.to(StoredOffset.of(7), StoredOffset.of(2))), List.of()));
        awaitShown(Map.of(FIRST, 9L, SECOND, 2L));
    }

    @Test
    void theStoreIsTheSameAsWithoutIt() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));

        assertThatThrownBy(() -> store.commit(commit(FIRST, 4, 9))).isInstanceOf(OffsetConflictException.class);

        assertThat(store.load(GROUP, Set.of("orders"))).isEqualTo(inner.load(GROUP, Set.of("orders")));
        assertThat(store.lossReceipts(GROUP)).isEmpty();
        awaitShown(Map.of(FIRST, 5L));
    }

    @Test
    void aTransactionalStoreStaysOneAndIsShownAfterItsTransaction() throws Exception {
        TransactionalOffsetStore<String> transactional = mirror.beside(new WorkingStore(inner));
        transactional.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        List<String> done = new ArrayList<>();

        transactional.<Exception>commitWith(commit(FIRST, 5, 9), done::add);

        assertThat(done).containsExactly("connection");
        awaitShown(Map.of(FIRST, 9L));
    }

    @Test
    void theLastOffsetWinsOverThoseThatWait() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> reached = Faults.holdNext(proxy, ApiKeys.OFFSET_COMMIT, Direction.REQUEST, release);
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0), SECOND, StoredOffset.of(7)));
        reached.join();

        for (long at = 0; at < 1_000; at++) {
            store.commit(commit(FIRST, at, at + 1));
        }
        release.complete(null);

        awaitShown(Map.of(FIRST, 1_000L, SECOND, 7L));
        await().until(() -> mirror.commits() == 2);
    }

    @Test
    void aClusterThatIsNotThereCostsTheJobNothing() {
        try (KafkaOffsetMirror nowhere = new KafkaOffsetMirror(Map.of("bootstrap.servers", "127.0.0.1:1"))) {
            OffsetStore alone = nowhere.beside(new InMemoryOffsetStore());
            long began = System.nanoTime();
            alone.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
            for (long at = 0; at < 1_000; at++) {
                alone.commit(commit(FIRST, at, at + 1));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));

            await().atMost(Duration.ofSeconds(30)).until(() -> nowhere.failures() > 0);
            assertThat(nowhere.commits()).isZero();
        }
    }

    @Test
    void whatFailedGoesWithTheNextCommitAndNeverBack() throws Exception {
        Map<String, Object> settings = new HashMap<>(SharedKafka.settings());
        settings.put("group.id", GROUP.value());
        settings.put("enable.auto.commit", "false");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(Set.of("refunds"));
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5), SECOND, StoredOffset.of(7)));
            await().until(() -> mirror.failures() == 1);
        }

        store.commit(commit(SECOND, 7, 9));
        awaitShown(Map.of(FIRST, 5L, SECOND, 9L));
    }

    @Test
    void closingCommitsWhatIsLeftAndEndsInTime() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));

        mirror.close();

        assertThat(shown()).isEqualTo(Map.of(FIRST, 5L));
        store.commit(commit(FIRST, 5, 6));
        assertThat(inner.load(GROUP, Set.of("orders")).values())
                .extracting(StoredOffset::offset)
                .containsExactly(6L);
    }

    @Test
    void closingDoesNotWaitForABrokerThatDoesNotAnswer() {
        CompletableFuture<Void> reached =
                Faults.holdNext(proxy, ApiKeys.OFFSET_COMMIT, Direction.REQUEST, new CompletableFuture<>());
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        reached.join();

        long began = System.nanoTime();
        mirror.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    }

    private void awaitShown(Map<TopicPartition, Long> offsets) {
        await().atMost(Duration.ofSeconds(20)).until(() -> shown().equals(offsets));
    }

    private Map<TopicPartition, Long> shown() {
        Map<TopicPartition, Long> shown = new HashMap<>();
        KafkaFutures.await(
                        admin.listConsumerGroupOffsets(GROUP.value()).partitionsToOffsetAndMetadata(),
                        Deadline.in(Duration.ofSeconds(20)))
                .forEach((partition, offset) -> shown.put(partition, offset.offset()));
        return shown;
    }

    private static OffsetCommit commit(TopicPartition partition, long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(partition, from, until)));
    }

    @AfterEach
    void close() {
        mirror.close();
        proxy.close();
        SharedKafka.forget(admin, KafkaStoreOptions.defaults());
        admin.close();
    }

    /** A store whose work is done on a text. */
    private static final class WorkingStore extends ForwardingOffsetStore implements TransactionalOffsetStore<String> {

        WorkingStore(OffsetStore store) {
            super(store);
        }

        @Override
        public <X extends Exception> void commitWith(OffsetCommit commit, Work<? super String, X> work) throws X {
            commit(commit);
            work.run("connection");
        }
    }
}
