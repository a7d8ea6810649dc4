package io.tidemark.offset.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What others commit, what tools see, and what Kafka drops. */
@Tag("long")
class KeptOffsetsIT {

    private static final GroupId GROUP = new GroupId("kept");
    private static final Set<String> TOPICS = Set.of("orders", "passing");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition PASSING = new TopicPartition("passing", 0);
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster-one", new Uuid(1, 2));
    private static final WriterName WRITER = new WriterName("worker-1:4711:k3f9x2");

    private final KafkaStoreOptions options = SharedKafka.unusedJournal();
    private final KafkaOffsetStore store = new KafkaOffsetStore(SharedKafka.settings(), options.writer(WRITER));
    private final Admin admin = Admin.create(SharedKafka.settings());
    private final List<KafkaOffsetStore> others = new ArrayList<>();

    @Test
    void offsetsCommittedByHandAreTakenOverWithoutPreparation() throws Exception {
        commitByHand(1_200, "");

        assertThat(store.load(GROUP, TOPICS)).containsOnly(Map.entry(FIRST, StoredOffset.of(1_200)));
        store.commit(commit(FIRST, 1_200, 1_300));

        assertThat(stored(FIRST)).isEqualTo(1_300);
        assertThat(committed(FIRST).offset()).isEqualTo(1_300);
    }

    @Test
    void anOffsetSetByHandMovesTheGroupAndSaysNothingOfItsTopic() throws Exception {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY)));
        store.commit(commit(FIRST, 0, 50));

        commitByHand(20, "");

        assertThat(store.load(GROUP, TOPICS)).containsOnly(Map.entry(FIRST, StoredOffset.of(20)));
        assertThatThrownBy(() -> store.commit(commit(FIRST, 50, 60))).hasMessageContaining("expected 50, found 20");
        store.commit(commit(FIRST, 20, 60));
        assertThat(stored(FIRST)).isEqualTo(60);
    }

    @Test
    void anOffsetSetByAToolThatKeepsTheMetadataIsSetByHandAsWell() throws Exception {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY)));
        store.commit(commit(FIRST, 0, 50));

        commitByHand(20, committed(FIRST).metadata());

        assertThat(store.load(GROUP, TOPICS)).containsOnly(Map.entry(FIRST, StoredOffset.of(20)));
    }

    @Test
    void metadataOfOtherToolsAreNoHindrance() throws Exception {
        for (String metadata : List.of("tidemark/1", "tidemark/1 x", "tidemark/2 1 2 3", "{\"a\": 1}", " ", "%")) {
            commitByHand(5, metadata);

            assertThat(stored(FIRST)).as("with metadata '%s'", metadata).isEqualTo(5);
        }
    }

    @Test
    void metadataCarryTopicFromAndWriter() throws Exception {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY)));
        store.commit(commit(FIRST, 0, 50));

        assertThat(committed(FIRST).metadata())
                .matches("tidemark/1 50 0 \\d{13} cluster-one " + IDENTITY.topicId() + " worker-1:4711:k3f9x2");
    }

    @Test
    void lagToolsSeeTheLag() throws Exception {
        admin.createTopics(List.of(new NewTopic("passing", 1, (short) 1))).all().get();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(SharedKafka.settings(), new StringSerializer(), new StringSerializer())) {
            for (int record = 0; record < 100; record++) {
                producer.send(new ProducerRecord<>("passing", "record " + record))
                        .get();
            }
        }
        store.initialize(GROUP, Map.of(PASSING, StoredOffset.of(0)));
        store.commit(commit(PASSING, 0, 60));

        // what kafka-consumer-groups --describe subtracts
        long end = admin.listOffsets(Map.of(PASSING, OffsetSpec.latest()))
                .partitionResult(PASSING)
                .get()
                .offset();
        assertThat(end - committed(PASSING).offset()).isEqualTo(40);
        assertThat(admin.listConsumerGroups().all().get())
                .anyMatch(listing -> listing.groupId().equals(GROUP.value()));
    }

    @Test
    void offsetsThatKafkaHasDroppedAreStillStoredAndShownAgainWithTheNextCommit() throws Exception {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY)));
        store.commit(commit(FIRST, 0, 50));

        // what expiry does after offsets.retention.minutes
        admin.deleteConsumerGroups(List.of(GROUP.value())).all().get();

        for (OffsetStore reader : List.of(store, other())) {
            StoredOffset entry = reader.load(GROUP, TOPICS).getOrDefault(FIRST, StoredOffset.of(0));
            assertThat(entry.offset()).isEqualTo(50);
            assertThat(entry.identity()).contains(IDENTITY);
        }
        assertThat(store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0))).get(FIRST))
                .extracting(StoredOffset::offset)
                .isEqualTo(50L);
        store.commit(commit(FIRST, 50, 60));
        assertThat(committed(FIRST).offset()).isEqualTo(60);
    }

    @Test
    void theOffsetsOfADeletedTopicKeepTheirIdentity() throws Exception {
        admin.createTopics(List.of(new NewTopic("passing", 1, (short) 1))).all().get();
        store.initialize(GROUP, Map.of(PASSING, StoredOffset.of(0, IDENTITY)));
        store.commit(commit(PASSING, 0, 50));

        admin.deleteTopics(List.of("passing")).all().get();
        await().until(() -> admin.listConsumerGroupOffsets(GROUP.value())
                .partitionsToOffsetAndMetadata()
                .get()
                .isEmpty());

        StoredOffset entry = other().load(GROUP, TOPICS).getOrDefault(PASSING, StoredOffset.of(0));
        assertThat(entry.offset()).isEqualTo(50);
        assertThat(entry.identity()).contains(IDENTITY);
    }

    @Test
    void aRemovedEntryIsGoneThoughAToolStillSeesIt() throws Exception {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        store.reposition(new OffsetReposition(GROUP, Map.of(FIRST, Move.removal(StoredOffset.of(5))), List.of()));

        assertThat(committed(FIRST).metadata()).startsWith("tidemark/1 removed ");
        assertThat(other().load(GROUP, TOPICS)).isEmpty();
    }

    @Test
    void consumersThatSubscribeWithTheGroupHinderOnlyTheStoreWithoutTransactions() throws Exception {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
        Map<String, Object> settings = new HashMap<>(SharedKafka.settings());
        settings.put("group.id", GROUP.value());
        settings.put("enable.auto.commit", "false");
        try (KafkaConsumer<String, String> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
                KafkaOffsetStore plain = KafkaOffsetStore.withoutTransactions(SharedKafka.settings(), options)) {
            consumer.subscribe(Set.of("orders"));
            await().until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });

            store.commit(commit(FIRST, 0, 5));
            assertThatThrownBy(() -> plain.commit(commit(FIRST, 5, 9)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("Consumers subscribe with this group")
                    .hasMessageContaining("use KafkaOffsetStore");
        }
        assertThat(stored(FIRST)).isEqualTo(5);
    }

    @Test
    void aJournalThatForgetsIsRefused() throws Exception {
        admin.createTopics(List.of(new NewTopic(options.journalTopic(), 8, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact,delete"))))
                .all()
                .get();

        assertThatThrownBy(() -> store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0))))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("cleanup.policy=compact,delete");
    }

    @Test
    void partitionsAddedToTheJournalMoveNobody() throws Exception {
        store.initialize(GROUP, Map.of(PASSING, StoredOffset.of(5)));

        admin.createPartitions(Map.of(options.journalTopic(), NewPartitions.increaseTo(11)))
                .all()
                .get();

        assertThat(other().load(GROUP, TOPICS)).containsOnlyKeys(PASSING);
    }

    private OffsetStore other() {
        KafkaOffsetStore other = new KafkaOffsetStore(SharedKafka.settings(), options);
        others.add(other);
        return other;
    }

    private long stored(TopicPartition partition) {
        return Optional.ofNullable(store.load(GROUP, TOPICS).get(partition))
                .map(StoredOffset::offset)
                .orElse(-1L);
    }

    /** Waits for a transaction that ends: its commit returns once that is decided, before the offset is shown. */
    private OffsetAndMetadata committed(TopicPartition partition) {
        return await().until(() -> shown(partition), Optional::isPresent).orElseThrow();
    }

    private Optional<OffsetAndMetadata> shown(TopicPartition partition)
            throws ExecutionException, InterruptedException {
        // requireStable leaves out what is pending
        return Optional.ofNullable(
                admin.listConsumerGroupOffsets(GROUP.value(), new ListConsumerGroupOffsetsOptions().requireStable(true))
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(partition));
    }

    private void commitByHand(long offset, String metadata) throws ExecutionException, InterruptedException {
        admin.alterConsumerGroupOffsets(GROUP.value(), Map.of(FIRST, new OffsetAndMetadata(offset, metadata)))
                .all()
                .get();
    }

    private static OffsetCommit commit(TopicPartition partition, long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(partition, from, until)));
    }

    @AfterEach
    void close() throws Exception {
        others.forEach(KafkaOffsetStore::close);
        store.close();
        if (admin.listTopics().names().get().contains("passing")) {
            admin.deleteTopics(List.of("passing")).all().get();
        }
        SharedKafka.forget(admin, options);
        admin.close();
    }
}
