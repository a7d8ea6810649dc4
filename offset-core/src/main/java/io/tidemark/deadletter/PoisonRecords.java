package io.tidemark.deadletter;

import io.tidemark.offset.BatchTooLargeException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Applies a {@link PoisonPolicy} to the records of one task. Call {@link #awaitAll} before the task returns its result:
 * only then all dead-letter records are acknowledged. For use by one thread.
 *
 * @since 0.1
 */
public final class PoisonRecords implements AutoCloseable {

    /** The reason of a record on which the job's function failed without naming one. */
    public static final String FAILED = "failed";

    private static final int MOST_CAUSES = 50;

    private final PoisonPolicy policy;
    private final RejectedRecords sentBefore;
    private final RejectedRecords rejected = new RejectedRecords();
    private @Nullable DeadLetterSender sender;

    /**
     * Opens a policy.
     *
     * @param sentBefore records whose dead-letter records exist already, as after a batch was split; they are counted
     *     and not sent again
     */
    public PoisonRecords(PoisonPolicy policy, RejectedRecords sentBefore) {
        this.policy = policy;
        this.sentBefore = sentBefore;
    }

    /**
     * Rejects a record on which the job's own function has failed. The reason is that of a
     * {@link RejectedRecordException}, otherwise {@link #FAILED}.
     *
     * @param record the record as Kafka holds it
     * @param cause the failure
     * @throws PoisonRecordException if the policy is to fail, or if the cause is a server that does not answer
     * @throws DeadLetterException if the dead-letter topic has refused this or an earlier record
     * @throws BatchTooLargeException if that is the cause
     */
    public void failed(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
        failed(record, () -> record, cause);
    }

    /**
     * As {@link #failed(ConsumerRecord, Throwable)}, for a record that was deserialized.
     *
     * @param bytes the record as Kafka holds it; called only for a dead-letter record
     */
    public void failed(ConsumerRecord<?, ?> record, Supplier<ConsumerRecord<byte[], byte[]>> bytes, Throwable cause) {
        Optional<BatchTooLargeException> tooLarge = find(cause, BatchTooLargeException.class);
        if (tooLarge.isPresent()) {
            throw tooLarge.get();
        }
        String reason = find(cause, RejectedRecordException.class)
                .map(RejectedRecordException::reason)
                .orElse(FAILED);
        reject(record, bytes, reason, cause);
    }

    /**
     * Rejects a record.
     *
     * @param record the record
     * @param bytes the record as Kafka holds it; called only for a dead-letter record
     * @param reason why, best a short code: it is a tag of the count
     * @param cause the failure
     * @throws PoisonRecordException if the policy is to fail, or if the cause is a server that does not answer
     * @throws DeadLetterException if the dead-letter topic has refused this or an earlier record
     */
    public void reject(
            ConsumerRecord<?, ?> record,
            Supplier<ConsumerRecord<byte[], byte[]>> bytes,
            String reason,
            Throwable cause) {
        if (isTransient(cause)) {
            throw PoisonRecordException.transientFailure(record, cause);
        }
        if (policy instanceof PoisonPolicy.Fail) {
            throw PoisonRecordException.of(record, reason, cause);
        }
        if (policy instanceof PoisonPolicy.DeadLetters letters
                && !sentBefore.contains(record.topic(), record.partition(), record.offset())
                && !rejected.contains(record.topic(), record.partition(), record.offset())) {
            DeadLetterSender open = sender;
            if (open == null) {
                open = new DeadLetterSender(letters.target());
                sender = open;
            }
            open.send(bytes.get(), reason);
        }
        rejected.add(record.topic(), record.partition(), record.offset(), reason, String.valueOf(cause));
    }

    /** The records that were rejected so far: to be returned by the task, and merged on the driver. */
    public RejectedRecords rejected() {
        return rejected;
    }

    /**
     * Waits until all dead-letter records are acknowledged.
     *
     * @throws DeadLetterException if one was refused
     */
    public void awaitAll() {
        if (sender != null) {
            sender.awaitAll();
        }
    }

    /** Releases the producer. Records that were not awaited may have been sent or not. */
    @Override
    public void close() {
        if (sender != null) {
            sender.close();
            sender = null;
        }
    }

    /** Whether the record is not to blame: a schema registry that does not answer, for example. */
    private static boolean isTransient(Throwable cause) {
        return find(cause, SocketException.class).isPresent()
                || find(cause, SocketTimeoutException.class).isPresent()
                || find(cause, UnknownHostException.class).isPresent()
                || find(cause, TimeoutException.class).isPresent()
                || find(cause, RetriableException.class).isPresent()
                || find(cause, InterruptedException.class).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> kind) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
