package io.tidemark.spark.internal.executor;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A deserialized record that keeps its bytes, so that it can be rejected later. */
final class CapturedRecord<K, V> extends ConsumerRecord<K, V> {

    private final byte @Nullable [] keyBytes;
    private final byte @Nullable [] valueBytes;

    CapturedRecord(
            ConsumerRecord<?, ?> read,
            @Nullable K key,
            @Nullable V value,
            byte @Nullable [] keyBytes,
            byte @Nullable [] valueBytes) {
        super(
                read.topic(),
                read.partition(),
                read.offset(),
                read.timestamp(),
                read.timestampType(),
                read.serializedKeySize(),
                read.serializedValueSize(),
                key,
                value,
                read.headers(),
                read.leaderEpoch());
        this.keyBytes = keyBytes;
        this.valueBytes = valueBytes;
    }

    /**
     * The record as Kafka holds it.
     *
     * @throws IllegalStateException if the record is not from a batch of the stream, and is not of bytes
     */
    static ConsumerRecord<byte[], byte[]> bytes(ConsumerRecord<?, ?> record) {
        if (record instanceof CapturedRecord<?, ?> captured) {
            return of(record, captured.keyBytes, captured.valueBytes);
        }
        return of(record, asBytes(record, record.key()), asBytes(record, record.value()));
    }

    private static ConsumerRecord<byte[], byte[]> of(
            ConsumerRecord<?, ?> record, byte @Nullable [] key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                key,
                value,
                record.headers(),
                Optional.empty());
    }

    private static byte @Nullable [] asBytes(ConsumerRecord<?, ?> record, @Nullable Object part) {
        if (part == null || part instanceof byte[]) {
            return (byte[]) part;
        }
        throw new IllegalStateException("Cannot send the record at offset " + record.offset() + " of topic "
                + record.topic() + ", partition " + record.partition()
                + " to the dead-letter topic: it was not read by the stream; use the records of the batch");
    }
}
