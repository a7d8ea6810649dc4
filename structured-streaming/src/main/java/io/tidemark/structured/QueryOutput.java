package io.tidemark.structured;

import io.tidemark.metrics.Measurement;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;

/**
 * Outputs that write each batch of a query exactly once, for {@code writeStream().foreachBatch(...)}. The query must
 * read one source of format {@code tidemark}, which names the sink or the store. A batch that Spark repeats after a
 * crash is not written again. In Scala the same methods are called.
 *
 * <pre>{@code
 * orders.writeStream()
 *         .option("checkpointLocation", "hdfs:///checkpoints/orders")
 *         .foreachBatch(QueryOutput.<Row>exactlyOnceInto(batch -> count(batch)))
 *         .start();
 * }</pre>
 *
 * @since 0.1
 */
public final class QueryOutput {

    private QueryOutput() {}

    /**
     * Counts every record exactly once in the sink of the query's source (option {@code tidemark.sink}). The batch's
     * measurements and the sink's ledger move in one step; the store follows.
     *
     * @param measure measures a batch
     * @param <T> the type of the rows
     */
    public static <T> VoidFunction2<Dataset<T>, Long> exactlyOnceInto(BatchMeasure<T> measure) {
        return (batch, id) -> run(batch, Guarantee.EXACTLY_ONCE_INTO_SINK).write(new BatchWork.Measured() {
            @Override
            public List<Measurement> measure() throws Exception {
                return measure.measure(batch);
            }
        });
    }

    /**
     * Runs the job's work and commits the offsets in one transaction of the store of the query's source (options {@code
     * tidemark.store}, and {@code tidemark.output} with the value {@code exactly-once-with-store}).
     *
     * @param connection the type of the store's connection, such as {@code java.sql.Connection.class}
     * @param handler does the work
     * @param <T> the type of the rows
     * @param <C> the type of the connection
     */
    public static <T, C> VoidFunction2<Dataset<T>, Long> exactlyOnceWith(
            Class<C> connection, TransactionalHandler<T, ? super C> handler) {
        return (batch, id) -> run(batch, Guarantee.EXACTLY_ONCE_WITH_STORE).write(new BatchWork.Transactional() {
            @Override
            public boolean isEmpty() {
                return batch.isEmpty();
            }

            @Override
            public void run(Object opened) throws Exception {
                if (!connection.isInstance(opened)) {
                    throw new IllegalArgumentException("Cannot write in the store's transaction: its connection is"
                            + " of type " + opened.getClass().getName() + ", but the output expects "
                            + connection.getName());
                }
                handler.handle(batch, connection.cast(opened));
            }
        });
    }

    /** The same for a store whose type of connection the compiler has checked. */
    @SuppressWarnings("unchecked")
    static <T, C> VoidFunction2<Dataset<T>, Long> exactlyOnceWithStore(TransactionalHandler<T, ? super C> handler) {
        return exactlyOnceWith(Object.class, (batch, connection) -> handler.handle(batch, (C) connection));
    }

    private static QueryRun run(Dataset<?> batch, Guarantee guarantee) {
        SparkContext spark = batch.sparkSession().sparkContext();
        return QueryRuns.of(TidemarkStream.query(spark), guarantee);
    }
}
