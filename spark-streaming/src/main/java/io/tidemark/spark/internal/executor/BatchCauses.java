package io.tidemark.spark.internal.executor;

import io.tidemark.stream.internal.Causes;
import java.util.Optional;

/**
 * Finds the exception to name as the cause of a failed batch. Spark wraps the failure of a task in the text of all its
 * stack traces; an exception of this library among them states the reason.
 */
public final class BatchCauses {

    private BatchCauses() {}

    public static Throwable of(Throwable thrown) {
        Optional<UndecodableRecordException> undecodable = Causes.find(thrown, UndecodableRecordException.class);
        Optional<RangeUnreadableException> unreadable = Causes.find(thrown, RangeUnreadableException.class);
        return undecodable.isPresent() ? undecodable.get() : unreadable.isPresent() ? unreadable.get() : thrown;
    }
}
