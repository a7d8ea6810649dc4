package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query with any output: the store follows what the query has finished. */
@Tag("long")
class AtLeastOnceIT {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(2);

    @TempDir
    private Path folder;

    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    private TestQuery query() {
        return TestQuery.of(folder.resolve("checkpoint"), topic, store);
    }

    @Test
    void theLastBatchOfAvailableNowIsStored() {
        TestCluster.produce(topic, 2, 0, 10);
        TestQuery query = query();

        query.runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(values(0, 10));
        assertThat(stored(query)).isEqualTo(Map.of(0, 5L, 1, 5L));
    }

    @Test
    void aQueryContinuesFromItsCheckpoint() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 10);
        query.runAvailable(read);
        TestCluster.produce(topic, 2, 10, 6);

        query.runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(values(0, 16));
        assertThat(stored(query)).isEqualTo(Map.of(0, 8L, 1, 8L));
    }

    @Test
    void aQueryWithoutItsCheckpointContinuesFromTheStore() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 10);
        query.runAvailable(read);
        TestCluster.produce(topic, 2, 10, 6);

        query.at(folder.resolve("another")).runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(values(0, 16));
        assertThat(stored(query)).isEqualTo(Map.of(0, 8L, 1, 8L));
    }

    @Test
    void aBatchThatFailsIsNotStoredAndIsRepeated() {
        TestQuery query = query().with("maxOffsetsPerTrigger", "4");
        TestCluster.produce(topic, 2, 0, 8);

        assertThatThrownBy(() -> query.runAvailable((batch, id) -> {
                    if (id == 1) {
                        throw new IllegalStateException("the output fails");
                    }
                    read.addAll(batch.collectAsList());
                }))
                .hasMessageContaining("the output fails");
        assertThat(stored(query)).isEqualTo(Map.of(0, 2L, 1, 2L));
        query.runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(values(0, 8));
        assertThat(stored(query)).isEqualTo(Map.of(0, 4L, 1, 4L));
    }

    @Test
    void aBatchOfWhichOnlySparkKnowsThatItHasFinishedIsStoredAtTheNextStart() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 8);
        query.runAvailable(read);
        move(query, 0, 4, 0);
        move(query, 1, 4, 0);

        query.runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(values(0, 8));
        assertThat(stored(query)).isEqualTo(Map.of(0, 4L, 1, 4L));
    }

    @Test
    void aQueryWhoseStoreWasRewoundReadsNothingAndNamesBothPlaces() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 8);
        query.runAvailable(read);
        TestCluster.produce(topic, 2, 8, 8);
        query.runAvailable(read);
        move(query, 1, 8, 3);
        read.clear();

        assertThatThrownBy(() -> query.runAvailable(read))
                .hasMessageContaining("Cannot start the query of group " + query.group())
                .hasMessageContaining(topic + "-1 [4, 8) and 3")
                .hasMessageContaining("empty checkpoint directory");
        assertThat(read).isEmpty();
        assertThat(stored(query)).isEqualTo(Map.of(0, 8L, 1, 3L));
        query.at(folder.resolve("another")).runAvailable(read);
        assertThat(read).containsExactlyInAnyOrder("7", "9", "11", "13", "15");
    }

    @Test
    void aRunningQueryIsStoredBatchByBatchAndAtItsStop() throws Exception {
        TestQuery query = query();
        StreamingQuery running = query.start((batch, id) -> read.addAll(batch.collectAsList()));
        try {
            TestCluster.produce(topic, 2, 0, 4);
            // the last batch is stored although none follows it
            Awaitility.await().until(() -> stored(query).equals(Map.of(0, 2L, 1, 2L)));
            assertThat(running.lastProgress().sources()[0].description()).contains(query.group());
            TestCluster.produce(topic, 2, 4, 4);
            Awaitility.await().until(() -> read.size() == 8);
        } finally {
            running.stop();
        }
        read.clear();
        query.at(folder.resolve("another")).runAvailable(read);
        assertThat(read).isSubsetOf(values(4, 4));
        assertThat(stored(query)).isEqualTo(Map.of(0, 4L, 1, 4L));
    }

    @Test
    void aSecondQueryOfTheGroupLosesWithAConflict() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 4);
        String group = query.group();

        assertThatThrownBy(() -> query.runAvailable((batch, id) -> {
                    if (id == 0) {
                        TestQuery second = query().with("tidemark.group", group);
                        second.at(folder.resolve("second")).runAvailable(read);
                    }
                }))
                .hasMessageContaining("OffsetConflictException");

        assertThat(read).containsExactlyInAnyOrderElementsOf(values(0, 4));
    }

    @Test
    void partitionsThatAreAddedAreReadFromTheirFirstRecord() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 4);
        query.runAvailable(read);
        TestCluster.addPartitions(topic, 3);
        TestCluster.produce(topic, 3, 4, 6);

        query.runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(values(0, 10));
        assertThat(stored(query).get(2)).isEqualTo(2);
    }

    private Map<Integer, Long> stored(TestQuery query) {
        return query.stored(store);
    }

    private void move(TestQuery query, int partition, long from, long to) {
        query.move(store, new TopicPartition(topic, partition), from, to);
    }

    private static List<String> values(int first, int count) {
        return TestQuery.numbers(first, count);
    }
}
