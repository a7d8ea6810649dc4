package io.tidemark.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What happens between brokers, under a job that reads from them and keeps its offsets there. */
@EmbeddedOnly("signals and limits of a process beside the JVM")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("release")
class KafkaClusterFaultsIT {

    private final ClusterGround ground = new ClusterGround();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @AfterAll
    void close() {
        ground.close();
    }

    /** The batch's bounds are fixed by then; its records, and those behind it, come from the next leader. */
    @Test
    void aLeaderKilledInTheMiddleOfABatchCostsNothing() {
        String topic = ground.replicatedTopic();
        ground.produce(topic, 0, 20);
        try (ClusterJob job = ground.start(topic, sink, OutOfRangePolicy.FAIL)) {
            eventually().until(() -> isDone(job, topic, 20));
            EmbeddedKafka leader = ground.leader(topic);
            job.inNextBatch(leader::kill);
            ground.produce(topic, 20, 40);
            eventually().until(() -> !leader.isRunning());
            ground.produce(topic, 40, 60);
            eventually().until(() -> isDone(job, topic, 60));
            leader.restart();
        }
        assertThat(counted(topic)).isEqualTo(onceEach(0, 60));
    }

    /** The store's transactions and its journal outlive the broker that coordinates them. */
    @Test
    void theCoordinatorOfTheStoresTransactionsKilledInTheMiddleOfABatchCostsNothing() {
        String topic = ground.replicatedTopic();
        ground.produce(topic, 0, 20);
        try (ClusterJob job = ground.start(topic, sink, OutOfRangePolicy.FAIL)) {
            eventually().until(() -> isDone(job, topic, 20));
            EmbeddedKafka coordinator = ground.transactionCoordinator(topic);
            job.inNextBatch(coordinator::kill);
            ground.produce(topic, 20, 60);
            eventually().until(() -> isDone(job, topic, 60));
            assertThat(coordinator.isRunning()).isFalse();
            assertThat(ground.transactionCoordinator(topic)).isNotSameAs(coordinator);
            coordinator.restart();
        }
        assertThat(counted(topic)).isEqualTo(onceEach(0, 60));
    }

    @Test
    void everyBrokerKilledAndRestartedInTurnCostsNothing() {
        String topic = ground.replicatedTopic();
        try (ClusterJob job = ground.start(topic, sink, OutOfRangePolicy.FAIL)) {
            int produced = 0;
            for (EmbeddedKafka node : ground.nodes()) {
                ground.produce(topic, produced, produced + 10);
                node.kill();
                ground.produce(topic, produced + 10, produced + 20);
                produced += 20;
                node.restart();
                ground.awaitInSync();
            }
            int all = produced;
            eventually().until(() -> isDone(job, topic, all));
            assertThat(counted(topic)).isEqualTo(onceEach(0, all));
        }
    }

    /**
     * The last replica that had everything is gone, and one that lacks the tail leads. What was counted of the tail
     * stays counted, and what is written in its place is counted as well.
     */
    @Test
    void anUncleanElectionThatCutsOffWhatWasCountedStopsTheJobUntilSomebodyDecides() {
        String topic = ground.uncleanTopic();
        ground.produce(topic, 0, 10);
        try (ClusterJob job = ground.start(topic, sink, OutOfRangePolicy.FAIL)) {
            eventually().until(() -> isDone(job, topic, 10));
            ground.loseTail(
                    topic,
                    () -> {
                        ground.produce(topic, 10, 20);
                        eventually().until(() -> isDone(job, topic, 20));
                    },
                    () -> {});
            assertThatThrownBy(() -> job.awaitEnd(Ground.RECOVERY))
                    .isInstanceOf(OffsetVerificationException.class)
                    .hasMessageContaining("Cannot resume group " + topic + ": topic " + topic + ", partition 0: ")
                    .hasMessageContaining("log truncated: stored 20, truncated at 10")
                    .hasMessageContaining("log start 0, log end 10, missing 10")
                    .hasMessageContaining("set the policy for offsets ahead of the log to LATEST");
        }
        // another process has not seen the log before, but sees that it is too short
        assertThatThrownBy(() -> ground.start(topic, sink, OutOfRangePolicy.FAIL))
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("ahead of the log: stored 20, log start 0, log end 10, missing 10");
        try (ClusterJob decided = ground.start(topic, sink, OutOfRangePolicy.LATEST)) {
            ground.produce(topic, 20, 35);
            eventually().until(() -> counted(topic).size() == 35);
            eventually().until(() -> decided.stored() == 25);
            assertReceiptOfTheTail(decided, topic);
        }
        assertThat(counted(topic)).isEqualTo(onceEach(0, 35));
    }

    /**
     * By the time the job looks again, the log is longer than it was: its bounds do not tell that the records before
     * the job's place are others. Its leader's term does.
     */
    @Test
    void anUncleanElectionIsNoticedEvenWhereTheLogHasOutgrownWhatWasCounted() {
        String topic = ground.uncleanTopic();
        ground.produce(topic, 0, 10);
        try (ClusterJob job = ground.start(topic, sink, OutOfRangePolicy.LATEST)) {
            eventually().until(() -> isDone(job, topic, 10));
            ground.loseTail(
                    topic,
                    () -> {
                        ground.produce(topic, 10, 20);
                        eventually().until(() -> isDone(job, topic, 20));
                    },
                    () -> ground.produce(topic, 20, 45));
            eventually().until(() -> job.stored() == 35 && counted(topic).containsKey(44));
            assertThat(job.isRunning()).isTrue();
            assertReceiptOfTheTail(job, topic);
        }
        assertThat(counted(topic)).isEqualTo(onceEach(0, 45));
    }

    /** The offsets are on the cluster whose nodes fail: whoever asks for them meanwhile may be told so. */
    private static ConditionFactory eventually() {
        return await().atMost(Ground.RECOVERY).ignoreExceptionsInstanceOf(OffsetStoreException.class);
    }

    private static void assertReceiptOfTheTail(ClusterJob job, String topic) {
        eventually().untilAsserted(() -> assertThat(job.store().lossReceipts(new GroupId(topic)))
                .singleElement()
                .satisfies(receipt -> {
                    assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.AHEAD_OF_LOG);
                    assertThat(receipt.from()).isEqualTo(10);
                    assertThat(receipt.until()).isEqualTo(20);
                }));
    }

    private boolean isDone(ClusterJob job, String topic, int values) {
        return counted(topic).size() == values && job.stored() == values;
    }

    private SortedMap<Integer, Long> counted(String topic) {
        return CellJob.counted(topic, sink);
    }

    private static SortedMap<Integer, Long> onceEach(int from, int until) {
        SortedMap<Integer, Long> once = new TreeMap<>();
        for (int value = from; value < until; value++) {
            once.put(value, 1L);
        }
        return once;
    }
}
