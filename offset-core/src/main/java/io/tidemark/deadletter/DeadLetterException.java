package io.tidemark.deadletter;

/**
 * Dead-letter records could not be sent, read or replayed.
 *
 * @since 0.1
 */
public final class DeadLetterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadLetterException(String message, Throwable cause) {
        super(message, cause);
    }

    DeadLetterException(String message) {
        super(message);
    }

    /** The innermost reason, in one line. */
    static String reason(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null || message.isBlank()
                ? innermost.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}
