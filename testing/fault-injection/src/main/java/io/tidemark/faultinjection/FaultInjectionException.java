package io.tidemark.faultinjection;

/** The test cannot be run to its end; the message is for the user. */
public final class FaultInjectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FaultInjectionException(String message) {
        super(message);
    }

    public FaultInjectionException(String message, Throwable cause) {
        super(message, cause);
    }
}
