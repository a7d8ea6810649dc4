package io.tidemark.spark.internal.executor;

import io.tidemark.offset.PartitionRange;
import io.tidemark.spark.internal.line.JavaTypedRdd;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The records of ranges, one partition for each range. It is a class, because mapping another RDD costs more than a
 * millisecond in every batch: Spark inspects and serializes the function of the mapping.
 */
final class RangeRdd<K, V> extends JavaTypedRdd<ConsumerRecord<K, V>> {

    private static final long serialVersionUID = 1L;

    private final transient List<PartitionRange> ranges;
    private final transient Function<PartitionRange, List<String>> places;
    private final RecordSource<K, V> reader;

    /** @param places where each range is best read; called on the driver */
    RangeRdd(
            SparkContext spark,
            List<PartitionRange> ranges,
            Function<PartitionRange, List<String>> places,
            RecordSource<K, V> reader) {
        super(spark, records());
        this.ranges = ranges;
        this.places = places;
        this.reader = reader;
    }

    /** The type of the elements, for Spark. */
    @SuppressWarnings("unchecked") // a class literal has no type parameters
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
    protected List<String> places(Partition split) {
        return places.apply(((Part) split).range());
    }

    @Override
    protected Iterator<ConsumerRecord<K, V>> elements(Partition split, TaskContext context) {
        return reader.call(List.of(((Part) split).range()).iterator());
    }

    private record Part(int index, PartitionRange range) implements Partition {}
}
