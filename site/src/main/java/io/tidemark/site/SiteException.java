package io.tidemark.site;

import org.jspecify.annotations.Nullable;

/** The page cannot be served as asked. The message says why and what to change. */
public class SiteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SiteException(String message) {
        super(message);
    }

    SiteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
