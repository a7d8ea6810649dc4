package io.tidemark.spark.internal.executor;

import io.tidemark.deadletter.DeadLetterException;
import io.tidemark.deadletter.PoisonRecordException;
import io.tidemark.stream.internal.Causes;
import java.util.stream.Stream;

/**
 * Finds the exception to name as the cause of a failed batch. Spark wraps the failure of a task in the text of all its
 * stack traces; an exception of this library among them states the reason.
 */
public final class BatchCauses {

    private BatchCauses() {}

    public static Throwable of(Throwable thrown) {
        return Stream.of(
                        UndecodableRecordException.class,
                        RangeUnreadableException.class,
                        PoisonRecordException.class,
                        DeadLetterException.class)
                .flatMap(kind -> Causes.find(thrown, kind).stream())
                .findFirst()
                .map(Throwable.class::cast)
                .orElse(thrown);
    }
}
