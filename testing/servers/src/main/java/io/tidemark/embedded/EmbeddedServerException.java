package io.tidemark.embedded;

import org.jspecify.annotations.Nullable;

/** A server could not be started, signalled or cleaned up. The message says which, why, and what to do. */
public final class EmbeddedServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmbeddedServerException(String message) {
        super(message);
    }

    public EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
