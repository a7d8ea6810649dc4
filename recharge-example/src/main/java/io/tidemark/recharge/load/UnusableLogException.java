package io.tidemark.recharge.load;

/** The content of a file is not a log. */
final class UnusableLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableLogException(String message) {
        super(message);
    }
}
