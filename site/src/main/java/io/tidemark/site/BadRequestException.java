package io.tidemark.site;

import org.jspecify.annotations.Nullable;

/** A request with invalid parameters; the message is shown to the visitor. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }

    BadRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
