package io.tidemark.stream.keeping;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
import java.util.Optional;

/**
 * A part of a batch was too large, nothing of it was applied, and smaller parts can succeed.
 *
 * @param unit whether it had too many records or too many partitions
 * @param cause the message that names the limit
 */
record TooLarge(Unit unit, Throwable cause) {

    private static final int DEEPEST = 50;

    /** What to reduce. */
    enum Unit {
        RECORDS,
        PARTITIONS
    }

    /**
     * Finds a {@link BatchTooLargeException} among the causes, also one from an executor. Any other failure of a store
     * or sink ends the search.
     */
    static Optional<TooLarge> of(Throwable thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (cause instanceof CommitTooLargeException tooLarge) {
                return Optional.of(new TooLarge(Unit.PARTITIONS, tooLarge.refusal()));
            }
            if (cause instanceof BatchTooLargeException) {
                return Optional.of(new TooLarge(Unit.RECORDS, cause));
            }
            if (cause instanceof OffsetStoreException) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
