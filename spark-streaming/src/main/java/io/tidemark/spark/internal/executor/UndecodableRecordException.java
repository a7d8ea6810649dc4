package io.tidemark.spark.internal.executor;

import java.util.Optional;
import org.apache.kafka.common.errors.RecordDeserializationException;

/** A deserializer failed on a record. */
final class UndecodableRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UndecodableRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Names the record, the deserializer and the reason.
     *
     * @param key the class of the key's deserializer
     * @param value the class of the value's deserializer
     */
    static UndecodableRecordException of(RecordDeserializationException failure, String key, String value) {
        Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
        return new UndecodableRecordException(
                "Cannot deserialize the record at offset " + failure.offset() + " of topic "
                        + failure.topicPartition().topic() + ", partition "
                        + failure.topicPartition().partition() + ", with " + deserializer(cause, key, value) + ": "
                        + cause
                        + ". Every start comes to this record again: set a PoisonPolicy that skips such records or sends them to a"
                        + " dead-letter topic, use a deserializer that returns what it cannot read"
                        + " (ByteArrayDeserializer leaves it to the job), or pass over the record with the operator's tool"
                        + " (tidemark skip)",
                cause);
    }

    /** The one that the cause comes from; both if that is unknown. */
    private static String deserializer(Throwable cause, String key, String value) {
        boolean ofKey = isIn(cause, key);
        boolean ofValue = isIn(cause, value);
        if (key.equals(value) || ofKey == ofValue) {
            return "key deserializer " + key + ", value deserializer " + value;
        }
        return ofKey ? "key deserializer " + key : "value deserializer " + value;
    }

    private static boolean isIn(Throwable cause, String type) {
        for (StackTraceElement element : cause.getStackTrace()) {
            if (element.getClassName().equals(type)) {
                return true;
            }
        }
        return false;
    }
}
