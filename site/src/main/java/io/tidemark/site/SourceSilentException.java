package io.tidemark.site;

/** The metrics have not answered within the timeout. */
final class SourceSilentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceSilentException(String message) {
        super(message);
    }
}
