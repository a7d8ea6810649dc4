package io.tidemark.spark.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.PartitionRange;
import io.tidemark.spark.TestSpark;
import io.tidemark.spark.internal.line.JavaTypedRdd;
import io.tidemark.spark.internal.line.ScalaCollections;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.OffsetRange;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

/**
 * Where a batch is read. A local Spark has no executors to choose from, so the RDD that Spark forms for a batch is
 * played here; the scheduler that is asked is Spark's. On two executors in processes of their own (Spark's
 * {@code local-cluster}, by hand) each of four partitions was read by the same one in every batch, from the moment that
 * both were there.
 */
class RangeRecordsIT {

    /** Read anywhere else, each batch of a partition would begin with a new consumer and an empty buffer. */
    @Test
    void eachRangeIsReadWhereSparkWouldReadIt() {
        RangeRecords<byte[], byte[]> records = RangeRecords.failing(
                TestSpark.context(),
                new RangeReader<>(
                        new CursorSettings<>("placed", TestConsumers.bytes(), Duration.ofSeconds(1)),
                        Duration.ofSeconds(1),
                        TestSpark.context().sc().longAccumulator()),
                new CursorPlaces());
        // the second one is empty, and left out of what is read
        RDD<Object> formed = new Formed(List.of(range(0), range(1), range(2)));
        JavaRDD<ConsumerRecord<byte[], byte[]>> read =
                records.of(formed, List.of(range(2), range(0), range(7)), BatchPoison.failing());
        assertThat(read.getNumPartitions()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).mapToObj(partition -> places(read, partition)))
                .containsExactly(List.of("executor_host-2_2"), List.of("executor_host-0_0"), List.of());
    }

    private static PartitionRange range(int partition) {
        return new PartitionRange(new TopicPartition("orders", partition), 5, 9);
    }

    private static List<String> places(JavaRDD<?> rdd, int partition) {
        return ScalaCollections.list(TestSpark.context().sc().getPreferredLocs(rdd.rdd(), partition)).stream()
                .map(Object::toString)
                .toList();
    }

    /** An RDD as the direct stream forms it on a cluster with one executor for each partition. */
    private static final class Formed extends JavaTypedRdd<Object> implements HasOffsetRanges {

        private static final long serialVersionUID = 1L;

        private final List<PartitionRange> ranges;

        Formed(List<PartitionRange> ranges) {
            super(TestSpark.context().sc(), ClassTag$.MODULE$.apply(Object.class));
            this.ranges = ranges;
        }

        @Override
        public OffsetRange[] offsetRanges() {
            return ranges.stream()
                    .map(range -> OffsetRange.create(range.partition(), range.from(), range.until()))
                    .toArray(OffsetRange[]::new);
        }

        @Override
        public Partition[] getPartitions() {
            return IntStream.range(0, ranges.size()).mapToObj(Part::new).toArray(Partition[]::new);
        }

        @Override
        protected List<String> places(Partition split) {
            return List.of("executor_host-" + split.index() + "_" + split.index());
        }

        @Override
        protected Iterator<Object> elements(Partition split, TaskContext context) {
            throw new AssertionError("it is never computed");
        }
    }

    private record Part(int index) implements Partition {}
}
