package io.tidemark.spark.internal.executor;

import io.tidemark.deadletter.PoisonRecords;
import io.tidemark.offset.PartitionRange;
import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads ranges on an executor, and rejects the records that cannot be deserialized. */
final class CapturedReader<K, V> implements RecordSource<K, V> {

    private static final long serialVersionUID = 1L;

    private static final String BAD_KEY = "undecodable-key";
    private static final String BAD_VALUE = "undecodable-value";

    private final RangeReader<Captured<K>, Captured<V>> reader;
    private final BatchPoison poison;

    CapturedReader(RangeReader<Captured<K>, Captured<V>> reader, BatchPoison poison) {
        this.reader = reader;
        this.poison = poison;
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> call(Iterator<PartitionRange> ranges) {
        return poison.convert(reader.call(ranges), CapturedReader::decoded);
    }

    private static <K, V> Optional<ConsumerRecord<K, V>> decoded(
            ConsumerRecord<Captured<K>, Captured<V>> read, PoisonRecords records) {
        // Kafka's consumer asks no deserializer about a key or value that is null
        Captured<K> key = read.key() == null ? new Captured<>(null, null, null) : read.key();
        Captured<V> value = read.value() == null ? new Captured<>(null, null, null) : read.value();
        CapturedRecord<K, V> record =
                new CapturedRecord<>(read, key.value(), value.value(), key.bytes(), value.bytes());
        Throwable failure = key.failure() == null ? value.failure() : key.failure();
        if (failure == null) {
            return Optional.of(record);
        }
        records.reject(
                record, () -> CapturedRecord.bytes(record), key.failure() == null ? BAD_VALUE : BAD_KEY, failure);
        return Optional.empty();
    }
}
