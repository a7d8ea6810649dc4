package io.tidemark.offset.kafka.internal.client;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** Another driver has taken over the group's transactional id, or Kafka has expired it: nothing was applied. */
public final class FenceLostException extends KafkaException {

    private static final long serialVersionUID = 1L;

    public FenceLostException(Throwable cause) {
        super("another driver of the group took over during the write", cause);
    }

    public static boolean isToldBy(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof InvalidTxnStateException
                    || isInvalidState(cause.getMessage())
                    || cause instanceof InvalidPidMappingException
                    || cause instanceof UnknownProducerIdException) {
                return true;
            }
        }
        return false;
    }

    /**
     * The error for offsets of a transaction that another driver has ended; the client has no exception type for it
     * there.
     */
    private static boolean isInvalidState(@Nullable String message) {
        return message != null && message.contains(Errors.INVALID_TXN_STATE.message());
    }
}
