package io.tidemark.recharge.load;

/**
 * A log cannot be loaded. What was loaded of it stays, and is not loaded again when it is loaded from the same bases.
 */
public final class LoadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
