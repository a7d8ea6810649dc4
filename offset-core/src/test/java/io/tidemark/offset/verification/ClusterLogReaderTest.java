package io.tidemark.offset.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What is asked of the cluster, counted; how often that goes over the wire, a test on a real broker counts. */
class ClusterLogReaderTest {

    private final CountingAdmin cluster = new CountingAdmin();
    private final ClusterLogReader reader =
            new ClusterLogReader(cluster.admin(), IsolationLevel.READ_UNCOMMITTED, Duration.ofSeconds(10));

    @Test
    void tenThousandPartitionsOfTenTopicsAreAskedForInAsManyCallsAsOne() {
        cluster.create("one", 1);
        assertThat(reader.logs(Set.of("one"))).hasSize(1);
        List<String> forOne = cluster.takeCalls();
        assertThat(forOne)
                .containsExactlyInAnyOrder(
                        "describeCluster", "listTopics", "describeTopics", "listOffsets", "listOffsets");

        List<String> ten = IntStream.range(0, 10).mapToObj(i -> "topic-" + i).toList();
        ten.forEach(topic -> cluster.create(topic, 1_000));
        Map<TopicPartition, PartitionLog> logs = reader.logs(ten);
        assertThat(logs).hasSize(10_000).allSatisfy((partition, log) -> assertThat(log.bounds())
                .isEqualTo(new LogBounds(3, 10)));
        assertThat(cluster.takeCalls()).isEqualTo(forOne);

        assertThat(reader.offsetsAt(Instant.EPOCH, logs.keySet())).hasSize(10_000);
        assertThat(cluster.takeCalls()).containsExactly("listOffsets", "listOffsets");
    }

    @Test
    void topicsThatWereDescribedBeforeAreNotListedAgain() {
        cluster.create("known", 3);
        assertThat(reader.identities(Set.of("known"))).hasSize(3);
        cluster.takeCalls();
        assertThat(reader.identities(Set.of("known"))).hasSize(3);
        assertThat(cluster.takeCalls()).containsExactly("describeTopics");
    }

    @Test
    void aTopicThatWasCreatedAgainIsOneOfTheClusterThatIsThereNow() {
        cluster.create("again", 1);
        assertThat(reader.identities(Set.of("again"))).hasSize(1);
        Uuid created = cluster.create("again", 1);
        cluster.rename("another");
        assertThat(reader.identities(Set.of("again")))
                .containsEntry(new TopicPartition("again", 0), new TopicIdentity("another", created));
    }

    /** Older brokers give none. */
    @Test
    void whereTopicsHaveNoIdsTheClusterIsAskedEachTime() {
        cluster.create("old", 1, Uuid.ZERO_UUID);
        TopicPartition partition = new TopicPartition("old", 0);
        assertThat(reader.identities(Set.of("old")))
                .containsEntry(partition, new TopicIdentity("memory", Uuid.ZERO_UUID));
        cluster.rename("another");
        assertThat(reader.identities(Set.of("old")))
                .containsEntry(partition, new TopicIdentity("another", Uuid.ZERO_UUID));
    }

    /**
     * Else the batch would end beyond what the leader of that term has told, and the next leader's log would seem cut
     * off.
     */
    @Test
    void whereRetentionPassesAnEndWhileBothAreAskedForTheEndIsAskedForAgain() {
        cluster.create("fast", 2);
        TopicPartition fast = new TopicPartition("fast", 0);
        TopicPartition other = new TopicPartition("fast", 1);
        cluster.tellEnds(fast, 2L, 12L);
        assertThat(reader.bounds(Set.of(fast, other)))
                .isEqualTo(Map.of(fast, new LogBounds(3, 12), other, new LogBounds(3, 10)));
        assertThat(cluster.takeCalls()).containsExactly("listOffsets", "listOffsets", "listOffsets");
    }

    @Test
    void anEndThatStaysBehindItsStartIsTakenForTheStart() {
        cluster.create("cut", 1);
        TopicPartition cut = new TopicPartition("cut", 0);
        cluster.tellEnds(cut, 2L, 1L);
        assertThat(reader.bounds(Set.of(cut))).isEqualTo(Map.of(cut, new LogBounds(3, 3)));
    }

    @Test
    void aTopicThatWasCreatedAgainIsFoundUnderItsNewId() {
        Uuid old = cluster.create("again", 2);
        TopicPartition first = new TopicPartition("again", 0);
        assertThat(reader.identities(Set.of("again"))).containsEntry(first, new TopicIdentity("memory", old));
        Uuid created = cluster.create("again", 1);
        assertThat(reader.identities(Set.of("again"))).isEqualTo(Map.of(first, new TopicIdentity("memory", created)));
    }

    @Test
    void aTopicThatIsNotThereIsLeftOut() {
        cluster.create("there", 1);
        cluster.create("deleted", 1);
        assertThat(reader.identities(Set.of("there", "deleted", "never"))).hasSize(2);
        cluster.delete("deleted");
        assertThat(reader.identities(Set.of("there", "deleted", "never")))
                .containsOnlyKeys(new TopicPartition("there", 0));
    }

    @Test
    void anOlderBrokerIsAskedByName() {
        Uuid id = cluster.create("old", 1);
        cluster.refuseIds();
        assertThat(reader.identities(Set.of("old", "never")))
                .isEqualTo(Map.of(new TopicPartition("old", 0), new TopicIdentity("memory", id)));
    }

    /** Taken for gone, its offsets would be removed where the policy says so. */
    @Test
    void aTopicThatTheClientMayNoLongerSeeIsNotTakenForOneThatIsGone() {
        cluster.create("secret", 1);
        assertThat(reader.identities(Set.of("secret"))).hasSize(1);
        cluster.hide("secret");
        assertThatThrownBy(() -> reader.identities(Set.of("secret")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("Cannot describe topic secret in Kafka: Not authorized")
                .hasMessageContaining("Allow this client's user");
    }
}
