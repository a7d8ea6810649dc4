package io.tidemark.offset;

import org.jspecify.annotations.Nullable;

/**
 * A batch exceeds a limit of the store or sink, such as the size of one request. Nothing was applied, and the same
 * offsets written as several smaller batches can succeed.
 *
 * <p>An implementation throws it only if a smaller batch makes the request smaller. A limit that the batch's size does
 * not change, such as a full disk, is a plain {@link OffsetStoreException}.
 *
 * @since 0.1
 */
public final class BatchTooLargeException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    /** @param message the size, the limit, the server, and the setting that raises the limit */
    public BatchTooLargeException(String message) {
        super(message);
    }

    /** @param message the size, the limit, the server, and the setting that raises the limit */
    public BatchTooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
