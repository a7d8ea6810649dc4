package io.tidemark.spark.internal.executor;

import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;

/**
 * Applies a job's function to each record, and rejects the records on which it fails.
 *
 * @param function the job's function
 * @param poison decides about the records
 */
public record EachRecord<K, V, T>(Function<ConsumerRecord<K, V>, T> function, BatchPoison poison)
        implements FlatMapFunction<Iterator<ConsumerRecord<K, V>>, T> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<T> call(Iterator<ConsumerRecord<K, V>> records) {
        return poison.convert(records, (record, poisoned) -> {
            T result;
            try {
                result = function.call(record);
            } catch (Exception | StackOverflowError e) {
                poisoned.failed(record, () -> CapturedRecord.bytes(record), e);
                return Optional.empty();
            }
            return Optional.ofNullable(result);
        });
    }
}
