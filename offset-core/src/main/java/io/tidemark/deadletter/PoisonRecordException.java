package io.tidemark.deadletter;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record could not be processed, and was not rejected: the policy is to fail, or the record is not to blame.
 *
 * @since 0.1
 */
public final class PoisonRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private PoisonRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    static PoisonRecordException of(ConsumerRecord<?, ?> record, String reason, Throwable cause) {
        return new PoisonRecordException(
                place(record) + " (" + reason + "): " + cause
                        + ". Every start comes to this record again: fix the function, or set a PoisonPolicy that skips"
                        + " such records or sends them to a dead-letter topic",
                cause);
    }

    static PoisonRecordException transientFailure(ConsumerRecord<?, ?> record, Throwable cause) {
        return new PoisonRecordException(
                place(record) + ": " + cause
                        + ". A server that does not answer is no reason to reject a record, so the batch fails and is"
                        + " read again. Check that server, and set a RestartPolicy",
                cause);
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return "Cannot process the record at offset " + record.offset() + " of topic " + record.topic() + ", partition "
                + record.partition();
    }
}
