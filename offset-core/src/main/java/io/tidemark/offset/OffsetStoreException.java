package io.tidemark.offset;

import org.jspecify.annotations.Nullable;

/**
 * A store or a sink failed. This class itself means that the call is known not applied; subclasses are more specific.
 *
 * @since 0.1
 */
public class OffsetStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OffsetStoreException(String message) {
        super(message);
    }

    public OffsetStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
