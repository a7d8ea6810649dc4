package io.tidemark.offset.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestKafka;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand partitions in one commit. The cluster has a thousand of them, which takes several requests here; the
 * benchmark commits ten thousand that it has.
 */
@Tag("long")
class LargeCommitIT {

    private static final GroupId GROUP = new GroupId("large");
    private static final String TOPIC = "many-" + "x".repeat(200);
    private static final int EXISTING = 1_000;
    private static final int ALL = 10_000;

    // a limit that a thousand partitions in one request exceed
    private final TestKafka server = TestKafka.start(
            ServerSetup.standard().setting("log.index.size.max.bytes", "4096").setting("message.max.bytes", "420000"));
    private final Map<String, Object> settings = Map.of("bootstrap.servers", server.bootstrapServers());
    private final KafkaStoreOptions options =
            KafkaStoreOptions.defaults().writer(new WriterName("x".repeat(WriterName.MAX_LENGTH)));
    private final KafkaOffsetStore store = new KafkaOffsetStore(settings, options);
    private final Admin admin = Admin.create(settings);

    @Test
    void tenThousandPartitionsMoveTogetherOrNotAtAll() throws Exception {
        server.createTopic(TOPIC, EXISTING);
        TopicIdentity identity = new TopicIdentity("kYn3kYn3kYn3kYn3kYn3kY", new Uuid(1, 2));
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, ALL).forEach(number -> first.put(partition(number), StoredOffset.of(7, identity)));
        store.initialize(GROUP, first);

        store.commit(commit(7, 9));

        assertStored(9);
        assertThat(admin.listConsumerGroupOffsets(GROUP.value())
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .values())
                .hasSize(EXISTING)
                .allMatch(committed -> committed.offset() == 9);

        assertThatThrownBy(() -> store.commit(new OffsetCommit(
                        GROUP,
                        IntStream.range(0, ALL)
                                .mapToObj(number -> new PartitionRange(partition(number), number == 7_777 ? 8 : 9, 11))
                                .toList())))
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .hasSize(1));
        assertStored(9);
    }

    private void assertStored(long offset) {
        try (KafkaOffsetStore other = new KafkaOffsetStore(settings, options)) {
            assertThat(other.load(GROUP, Set.of(TOPIC)).values())
                    .hasSize(ALL)
                    .allMatch(entry -> entry.offset() == offset);
        }
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(
                GROUP,
                IntStream.range(0, ALL)
                        .mapToObj(number -> new PartitionRange(partition(number), from, until))
                        .toList());
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }

    @AfterEach
    void close() {
        store.close();
        admin.close();
        server.close();
    }
}
