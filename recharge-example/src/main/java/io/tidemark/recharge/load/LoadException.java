package io.tidemark.recharge.load;

/**
 * A log cannot be loaded. The records that were loaded stay in the topic. They are not loaded again if the log is
 * loaded from the same bases.
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
