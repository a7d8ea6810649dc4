package io.tidemark.spark.internal.run;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;

/**
 * Recognises Spark's refusal of more results than {@code spark.driver.maxResultSize}, for which Spark has no type of
 * its own. The batch is processed in smaller parts then.
 */
public final class ResultSizeLimit {

    private static final int DEEPEST = 50;

    private ResultSizeLimit() {}

    /**
     * The exception to throw instead of an exception of a job's function: a {@link BatchTooLargeException} for Spark's
     * refusal, and the same exception otherwise.
     */
    public static Exception translate(Exception thrown) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (cause instanceof OffsetStoreException) {
                return thrown;
            }
            String message = String.valueOf(cause.getMessage());
            if (message.contains("bigger than spark.driver.maxResultSize")) {
                BatchTooLargeException tooLarge = new BatchTooLargeException(message);
                tooLarge.initCause(thrown);
                return tooLarge;
            }
        }
        return thrown;
    }
}
