package io.tidemark.servers;

/** A container could not do what a test asked for. */
public final class TestServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TestServerException(String message, Throwable cause) {
        super(message, cause);
    }

    public TestServerException(String message) {
        super(message);
    }
}
