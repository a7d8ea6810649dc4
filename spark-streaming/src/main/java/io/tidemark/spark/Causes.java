package io.tidemark.spark;

import java.util.Optional;

/** Looks into what an exception was caused by. */
final class Causes {

    private Causes() {}

    /** The first of a kind, from the outside in. */
    static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> kind) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 50; cause = cause.getCause(), depth++) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }
}
