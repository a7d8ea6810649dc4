package io.tidemark.offset;

import org.jspecify.annotations.Nullable;

/**
 * A store or a sink could not do what it was asked. This class itself means: known not applied; its subtypes say more.
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
