package io.tidemark.deadletter;

/**
 * Thrown by a job's own function to reject a record for a reason of its own. Other exceptions reject the record as
 * {@code failed}.
 *
 * @since 0.1
 */
public final class RejectedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Rejects a record.
     *
     * @param reason a short code, such as {@code bad-amount}: it is a tag of the count, and a header of the dead-letter
     *     record
     */
    public RejectedRecordException(String reason) {
        this(reason, reason);
    }

    /**
     * Rejects a record, with more about it for the log.
     *
     * @param reason a short code
     * @param message for the log
     */
    public RejectedRecordException(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The code. */
    public String reason() {
        return reason;
    }
}
