package io.tidemark.spark;

import io.tidemark.offset.PartitionRange;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The records of ranges, one partition for each. An RDD of its own, because Spark looks through the bytecode of each function
 * that an RDD is mapped with, and writes it once for trial: more than a millisecond, in every batch.
 */
final class RangeRdd<K, V> extends RDD<ConsumerRecord<K, V>> {

    private static final long serialVersionUID = 1L;

    private final transient List<PartitionRange> ranges;
    private final transient Function<PartitionRange, Seq<String>> places;
    private final RangeReader<K, V> reader;

    /** @param places where each range is best read; asked on the driver */
    RangeRdd(
            SparkContext spark,
            List<PartitionRange> ranges,
            Function<PartitionRange, Seq<String>> places,
            RangeReader<K, V> reader) {
        super(spark, JavaConverters.asScalaBuffer(List.<Dependency<?>>of()), records());
        this.ranges = ranges;
        this.places = places;
        this.reader = reader;
    }

    /** What an array of them is made of. */
    @SuppressWarnings("unchecked") // a class does not tell what its parameters are
    static <K, V> ClassTag<ConsumerRecord<K, V>> records() {
        return (ClassTag<ConsumerRecord<K, V>>) (ClassTag<?>) ClassTag$.MODULE$.apply(ConsumerRecord.class);
    }

    @Override
    public Partition[] getPartitions() {
        return IntStream.range(0, ranges.size())
                .mapToObj(index -> new Part(index, ranges.get(index)))
                .toArray(Partition[]::new);
    }

    @Override
    public Seq<String> getPreferredLocations(Partition split) {
        return places.apply(((Part) split).range());
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> compute(Partition split, TaskContext context) {
        return JavaConverters.asScalaIterator(
                reader.call(List.of(((Part) split).range()).iterator()));
    }

    private record Part(int index, PartitionRange range) implements Partition {}
}
