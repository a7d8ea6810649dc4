package io.tidemark.spark.internal.executor;

import io.tidemark.offset.PartitionRange;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Reads ranges on an executor, one after the other. It throws no checked exception. */
interface RecordSource<K, V> extends FlatMapFunction<Iterator<PartitionRange>, ConsumerRecord<K, V>> {

    @Override
    Iterator<ConsumerRecord<K, V>> call(Iterator<PartitionRange> ranges);
}
