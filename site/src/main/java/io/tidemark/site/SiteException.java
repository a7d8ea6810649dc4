package io.tidemark.site;

import org.jspecify.annotations.Nullable;

/** The page cannot be served with these settings. The message has the reason and the remedy. */
public class SiteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SiteException(String message) {
        super(message);
    }

    SiteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
