package io.tidemark.site;

import org.jspecify.annotations.Nullable;

/** A visitor asked for something that does not make sense; the message is shown to them. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }

    BadRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
