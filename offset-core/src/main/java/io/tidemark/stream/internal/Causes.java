package io.tidemark.stream.internal;

import java.util.Optional;

/** Finds the cause of an exception in its chain of causes. */
public final class Causes {

    private Causes() {}

    /** The first of a kind, from the outside in. */
    public static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> kind) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 50; cause = cause.getCause(), depth++) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }
}
