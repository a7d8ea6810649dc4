package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.servers.logging.Warnings;
import io.tidemark.stream.TopicSelection;
import java.time.Duration;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Topics that disappear or appear while a job is down, on a real cluster. */
class TopicsWhileDownIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final String prefix = "down-" + System.nanoTime();

    /** Without the stored topics that {@code StreamStart.resolve} adds seen to start without a word. */
    @Test
    void aTopicOfThePatternThatWasDeletedWhileTheJobWasDownIsForThePolicy() {
        GroupId group = new GroupId("deleted");
        TopicPartition gone = new TopicPartition(prefix + "-b", 0);
        TestCluster.kafka().createTopic(prefix + "-a", 1);
        TestCluster.kafka().createTopic(gone.topic(), 1);
        TestCluster.produce(prefix + "-a", 1, 0, 10);
        TestCluster.produce(gone.topic(), 1, 10, 10);
        run("deleted", 20, OutOfRangePolicy.FAIL, StartPosition.earliest());
        TestCluster.produce(gone.topic(), 1, 20, 3);
        TestCluster.deleteTopic(gone.topic());

        assertThatThrownBy(() -> start("deleted", OutOfRangePolicy.FAIL, StartPosition.earliest()))
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("topic " + gone.topic() + ", partition 0: partition gone: stored 10")
                .hasMessageContaining("set the policy for gone partitions");
        assertThat(store.lossReceipts(group)).isEmpty();

        TestCluster.produce(prefix + "-a", 1, 20, 5);
        run("deleted", 25, OutOfRangePolicy.EARLIEST, StartPosition.earliest());
        assertThat(store.lossReceipts(group)).singleElement().satisfies(receipt -> {
            assertThat(receipt.partition()).isEqualTo(gone);
            assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.PARTITION_GONE);
            assertThat(receipt.count()).isEmpty();
        });
        assertThat(store.load(group)).doesNotContainKey(gone);
        assertThat(sink.load(group)).doesNotContainKey(gone);
    }

    /** With the start position for every topic without an entry seen to leave out the first 10 records. */
    @Test
    void aTopicOfThePatternThatWasCreatedWhileTheJobWasDownIsReadFromItsFirstRecord() {
        TestCluster.kafka().createTopic(prefix + "-a", 1);
        try (ManagedStream stream = start("created", OutOfRangePolicy.FAIL, StartPosition.latest())) {
            TestCluster.produce(prefix + "-a", 1, 0, 10);
            await().atMost(LONG).until(() -> counted("created").size() == 10);
            assertThat(stream.isRunning()).isTrue();
        }
        TestCluster.kafka().createTopic(prefix + "-b", 1);
        TestCluster.produce(prefix + "-b", 1, 10, 10);

        run("created", 20, OutOfRangePolicy.FAIL, StartPosition.latest());

        assertThat(counted("created")).isEqualTo(Counting.onceEach(20));
        assertThat(store.lossReceipts(new GroupId("created"))).isEmpty();
    }

    /**
     * All that the group had read is gone, and so are its entries: only the receipt tells that it is not a first start.
     */
    @Test
    void aGroupThatHasOnlyReceiptsLeftReadsNewTopicsFromTheirFirstRecord() {
        TestCluster.kafka().createTopic(prefix + "-a", 1);
        TestCluster.produce(prefix + "-a", 1, 0, 10);
        run("emptied", 10, OutOfRangePolicy.FAIL, StartPosition.earliest());
        TestCluster.deleteTopic(prefix + "-a");
        start("emptied", OutOfRangePolicy.EARLIEST, StartPosition.latest()).close();
        assertThat(store.load(new GroupId("emptied"))).isEmpty();

        TestCluster.kafka().createTopic(prefix + "-b", 1);
        TestCluster.produce(prefix + "-b", 1, 10, 10);

        run("emptied", 20, OutOfRangePolicy.EARLIEST, StartPosition.latest());
        assertThat(counted("emptied")).isEqualTo(Counting.onceEach(20));
    }

    @Test
    void storedTopicsThatTheStreamDoesNotSelectStayStoredAndAreNamedInTheLog() {
        GroupId group = new GroupId("narrowed");
        TestCluster.kafka().createTopic(prefix + "-a", 1);
        TestCluster.kafka().createTopic(prefix + "-b", 1);
        TestCluster.produce(prefix + "-a", 1, 0, 10);
        run("narrowed", 10, OutOfRangePolicy.FAIL, StartPosition.earliest());
        TestCluster.produce(prefix + "-a", 1, 10, 10);

        try (Warnings log = new Warnings("io.tidemark.stream.keeping.StreamStart");
                ManagedStream stream = ManagedStream.of(
                                TestSpark.context(),
                                store,
                                Counting.settings("narrowed", prefix + "-a").build())
                        .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> counted("narrowed").size() == 20);
            assertThat(stream.isRunning()).isTrue();
            assertThat(log.messages()).anySatisfy(line -> assertThat(line)
                    .contains("Group narrowed has stored offsets for 1 topics that this stream does not select: "
                            + prefix + "-b. They stay stored"));
        }
        assertThat(store.load(group))
                .containsOnlyKeys(new TopicPartition(prefix + "-a", 0), new TopicPartition(prefix + "-b", 0));
    }

    /** Without the record tools that have only the store would move what the next start moves back. */
    @Test
    void theStoreRecordsWhatGovernsFromTheStartOn() {
        GroupId group = new GroupId("governed");
        TestCluster.kafka().createTopic(prefix + "-a", 1);
        run("governed", 0, OutOfRangePolicy.FAIL, StartPosition.earliest());
        assertThat(store.governor(group)).contains(Governor.sink(sink));

        ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("governed", prefix + "-a").build())
                .atLeastOnce(batch -> {})
                .close();
        assertThat(store.governor(group)).contains(Governor.store());
    }

    private void run(String group, int values, OutOfRangePolicy policy, StartPosition position) {
        try (ManagedStream stream = start(group, policy, position)) {
            await().atMost(LONG).until(() -> counted(group).size() == values);
            assertThat(stream.isRunning()).isTrue();
        }
    }

    private ManagedStream start(String group, OutOfRangePolicy policy, StartPosition position) {
        return ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings(group, "unused")
                                .topics(TopicSelection.matching(Pattern.compile(prefix + "-.*")))
                                .startPosition(position)
                                .outOfRange(OutOfRangePolicies.all(policy))
                                .build())
                .exactlyOnceInto(sink, Counting::measure);
    }

    private SortedMap<Integer, Long> counted(String group) {
        return Counting.counted(sink, group);
    }
}
