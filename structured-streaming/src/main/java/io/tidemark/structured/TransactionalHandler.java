package io.tidemark.structured;

import org.apache.spark.sql.Dataset;

/**
 * Does a job's own work on a batch in the store's transaction. Called on the driver, by one thread at a time, on the
 * connection that the offsets are committed on. What it does elsewhere is not covered by the guarantee.
 *
 * @param <T> the type of the rows
 * @param <C> the type of the connection
 * @since 0.1
 */
@FunctionalInterface
public interface TransactionalHandler<T, C> {

    /**
     * Handles a batch. The rows of the offsets are locked meanwhile: a second driver waits for that long before it
     * fails with a conflict.
     *
     * @param batch the output of the query for one batch
     * @param connection the store's, in its transaction; do not commit, roll back, close or keep it
     * @throws Exception if it fails; the query ends, and nothing of this batch is applied
     */
    void handle(Dataset<T> batch, C connection) throws Exception;
}
