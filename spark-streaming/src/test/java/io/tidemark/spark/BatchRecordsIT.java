package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.PartitionRange;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** The number of tasks of a batch, on a Spark with two cores. */
class BatchRecordsIT {

    private static final int PARTITIONS = 12;

    @Test
    void aSmallBatchHasATaskForEachCore() {
        JavaRDD<ConsumerRecord<String, Integer>> records = batch(PARTITIONS, 5).records(100);
        assertThat(records.getNumPartitions()).isEqualTo(2);
        assertThat(records.map(ConsumerRecord::value).collect())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, PARTITIONS * 5).boxed().toList());
    }

    @Test
    void aLargerBatchHasTasksOfTheGivenSize() {
        assertThat(batch(PARTITIONS, 50).records(100).getNumPartitions()).isEqualTo(6);
    }

    @Test
    void noTaskHasPartOfARange() {
        assertThat(batch(PARTITIONS, 500).records(100).getNumPartitions()).isEqualTo(PARTITIONS);
        assertThat(batch(1, 500).records(100).getNumPartitions()).isEqualTo(1);
    }

    @Test
    void aTaskHasAtLeastOneRecord() {
        assertThatThrownBy(() -> batch(1, 5).records(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("recordsOfTask must be at least 1");
    }

    private static Batch<String, Integer> batch(int partitions, int recordsOfPartition) {
        List<PartitionRange> ranges = IntStream.range(0, partitions)
                .mapToObj(number -> new PartitionRange(new TopicPartition("orders", number), 0, recordsOfPartition))
                .toList();
        List<Integer> values =
                IntStream.range(0, partitions * recordsOfPartition).boxed().toList();
        return Batch.of(
                Instant.EPOCH,
                ranges,
                TestSpark.context()
                        .parallelize(values, partitions)
                        .map(value -> new ConsumerRecord<>("orders", 0, value, "", value)));
    }
}
