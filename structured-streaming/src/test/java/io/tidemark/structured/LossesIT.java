package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a query starts, and what happens if the log no longer holds that place. */
@Tag("long")
class LossesIT {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(1);

    @TempDir
    private Path folder;

    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    private TestQuery query() {
        return TestQuery.of(folder.resolve("checkpoint"), topic, store);
    }

    @Test
    void recordsThatExpiredWhileTheQueryWasDownAreForThePolicy() {
        TestQuery query = query();
        TestCluster.produce(topic, 1, 0, 4);
        query.runAvailable(read);
        TestCluster.produce(topic, 1, 4, 6);
        TestCluster.deleteRecords(topic, 0, 7);

        assertThatThrownBy(() -> query.runAvailable(read)).hasMessageContaining("OffsetVerificationException");
        query.with("tidemark.outOfRange.expired", "earliest").runAvailable(read);

        assertThat(read).containsExactly("0", "1", "2", "3", "7", "8", "9");
        assertThat(receipts(query)).singleElement().satisfies(receipt -> assertThat(receipt)
                .returns(4L, LossReceipt::from)
                .returns(7L, LossReceipt::until)
                .returns(LossReceipt.Reason.EXPIRED, LossReceipt::reason));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 10L));
    }

    @Test
    void recordsOfARepeatedBatchThatExpiredMeanwhileAreLeftOutOfIt() {
        TestQuery query = query().with("tidemark.outOfRange", "earliest");
        TestCluster.produce(topic, 1, 0, 8);
        assertThatThrownBy(() -> query.runAvailable((batch, id) -> {
                    throw new IllegalStateException("the output fails");
                }))
                .hasMessageContaining("the output fails");
        TestCluster.deleteRecords(topic, 0, 5);

        query.runAvailable(read);

        assertThat(read).containsExactly("5", "6", "7");
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 8L));
        assertThat(receipts(query)).hasSize(1);
    }

    @Test
    void aRecreatedTopicIsForThePolicyAndReadFromItsFirstRecord() {
        TestQuery query = query();
        TestCluster.produce(topic, 1, 0, 4);
        query.runAvailable(read);
        TestCluster.deleteTopic(topic);
        TestCluster.createAgain(topic, 1);
        TestCluster.produce(topic, 1, 10, 6);

        assertThatThrownBy(() -> query.runAvailable(read)).hasMessageContaining("topic recreated");
        query.with("tidemark.outOfRange.recreatedTopic", "earliest").runAvailable(read);

        assertThat(read).containsExactly("0", "1", "2", "3", "10", "11", "12", "13", "14", "15");
        assertThat(receipts(query)).extracting(LossReceipt::reason).containsExactly(LossReceipt.Reason.TOPIC_RECREATED);
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 6L));
        TestCluster.produce(topic, 1, 16, 2);
        query.runAvailable(read);
        assertThat(read).endsWith("16", "17").hasSize(12);
    }

    @Test
    void aTopicThatIsDeletedWhileTheQueryRunsEndsIt() {
        TestQuery query = query();
        TestCluster.produce(topic, 1, 0, 4);
        StreamingQuery running = query.start((batch, id) -> read.addAll(batch.collectAsList()));
        Awaitility.await().until(() -> read.size() == 4);
        TestCluster.deleteTopic(topic);

        assertThatThrownBy(() -> TestQuery.await(running)).hasMessageContaining("OffsetVerificationException");
    }

    @Test
    void aNewGroupStartsWhereItsOptionsSay() {
        TestCluster.produce(topic, 1, 0, 4);

        query().with("tidemark.start", "latest").runAvailable(read);
        assertThat(read).isEmpty();
        query().at(folder.resolve("offsets"))
                .with("tidemark.start", "{\"" + topic + "\":{\"0\":3}}")
                .runAvailable(read);
        assertThat(read).containsExactly("3");
        query().at(folder.resolve("time"))
                .with("tidemark.start", Instant.now().plusSeconds(3600).toString())
                .runAvailable(read);
        assertThat(read).containsExactly("3");
    }

    @Test
    void aPatternFindsTopicsWhileTheQueryRuns() {
        String other = topic + "-other";
        TestQuery query = query().without("subscribe").with("subscribePattern", topic + ".*");
        TestCluster.produce(topic, 1, 0, 2);
        StreamingQuery running = query.start((batch, id) -> read.addAll(batch.collectAsList()));
        try {
            Awaitility.await().until(() -> read.size() == 2);
            TestCluster.kafka().createTopic(other, 1);
            TestCluster.produce(other, 1, 2, 2);
            Awaitility.await().until(() -> read.size() == 4);
        } finally {
            TestQuery.stop(running);
        }
        assertThat(store.load(new GroupId(query.group()))).hasSize(2);
    }

    @Test
    void theOldTriggerOfOneBatchStoresIt() {
        TestQuery query = query();
        TestCluster.produce(topic, 1, 0, 4);

        TestQuery.await(TestQuery.start(
                query.writer((batch, id) -> read.addAll(batch.collectAsList())).trigger(once())));

        assertThat(read).hasSize(4);
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 4L));
    }

    @SuppressWarnings("deprecation") // jobs of today use it
    private static Trigger once() {
        return Trigger.Once();
    }

    @Test
    void aCheckpointCanBeGivenToSparksOwnSource() {
        TestQuery query = query();
        TestCluster.produce(topic, 1, 0, 4);
        query.runAvailable(read);
        TestCluster.produce(topic, 1, 4, 2);
        Dataset<String> values = TestSpark.session()
                .readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", TestCluster.kafka().bootstrapServers())
                .option("subscribe", topic)
                .load()
                .selectExpr("CAST(value AS STRING)")
                .as(Encoders.STRING());

        query.runAvailable(values.writeStream()
                .foreachBatch((Dataset<String> batch, Long id) -> read.addAll(batch.collectAsList())));

        assertThat(read).containsExactly("0", "1", "2", "3", "4", "5");
    }

    @Test
    void sparksOwnOptionsSayWhereANewGroupStartsAndAreRefusedBesideStoredOffsets() {
        TestCluster.produce(topic, 1, 0, 4);
        TestQuery query = query().with("startingOffsets", "{\"" + topic + "\":{\"0\":3}}");

        query.runAvailable(read);
        assertThat(read).containsExactly("3");
        TestCluster.produce(topic, 1, 4, 2);
        query.runAvailable(read);
        assertThat(read).containsExactly("3", "4", "5");

        assertThatThrownBy(() -> query.at(folder.resolve("another")).runAvailable(read))
                .hasMessageContaining("startingOffsets is set, but ")
                .hasMessageContaining("holds offsets of the group for " + topic);
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 6L));
    }

    @Test
    void aContinuousTriggerIsRefusedWithAllOtherProblems() {
        TestQuery query = query().with("failOnDataLoss", "false");

        assertThatThrownBy(() -> TestQuery.await(TestQuery.start(query.load()
                        .writeStream()
                        .format("console")
                        .option(
                                "checkpointLocation",
                                folder.resolve("checkpoint").toString())
                        .trigger(Trigger.Continuous("1 second")))))
                .hasMessageContaining("the trigger is continuous")
                .hasMessageContaining("failOnDataLoss is false");
    }

    @Test
    void wrongOptionsEndTheQueryAtItsStartWithAllOfThem() {
        TestQuery query = query().with("endingOffsets", "latest").with("failOnDataLoss", "false");

        assertThatThrownBy(() -> query.runAvailable(read))
                .hasMessageContaining("endingOffsets is set")
                .hasMessageContaining("failOnDataLoss is false");
    }

    private List<LossReceipt> receipts(TestQuery query) {
        return store.lossReceipts(new GroupId(query.group()));
    }
}
