package io.tidemark.structured;

import io.tidemark.metrics.Measurement;
import java.util.List;

/** What the output of a query does with a batch. */
sealed interface BatchWork {

    /** Spark has done it, in a sink of its own. */
    record Done() implements BatchWork {}

    /** Measures the batch, for a sink. */
    non-sealed interface Measured extends BatchWork {
        List<Measurement> measure() throws Exception;
    }

    /** Writes the batch on a store's connection. */
    non-sealed interface Transactional extends BatchWork {

        /** Whether there is anything to write. */
        boolean isEmpty();

        void run(Object connection) throws Exception;
    }
}
