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

    /**
     * What to name as the cause of a failed batch: of a task's failure, which Spark wraps in the text of all stack traces, the
     * exception of this library that says why.
     */
    static Throwable ofBatch(Throwable thrown) {
        Optional<UndecodableRecordException> undecodable = find(thrown, UndecodableRecordException.class);
        Optional<RangeUnreadableException> unreadable = find(thrown, RangeUnreadableException.class);
        return undecodable.isPresent() ? undecodable.get() : unreadable.isPresent() ? unreadable.get() : thrown;
    }
}
