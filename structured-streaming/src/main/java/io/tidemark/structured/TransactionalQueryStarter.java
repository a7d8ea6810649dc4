package io.tidemark.structured;

import io.tidemark.offset.TransactionalOffsetStore;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Starts a managed query on a transactional store. It offers the guarantees of {@link QueryStarter}, and one more that
 * needs the transactions of the store. Made by
 * {@link ManagedQuery#of(SparkSession, TransactionalOffsetStore, QuerySettings)}.
 *
 * <pre>{@code
 * ManagedQuery query = ManagedQuery.of(spark, transactionalStore, settings)
 *         .exactlyOnceWith((batch, connection) -> {
 *             try (PreparedStatement add = connection.prepareStatement("UPDATE totals SET orders = orders + ?")) {
 *                 add.setLong(1, batch.count());
 *                 add.executeUpdate();
 *             }
 *         });
 * query.awaitTermination();
 * }</pre>
 *
 * @param <T> the type of the rows
 * @param <C> the type of the store's connection
 * @since 0.1
 */
public final class TransactionalQueryStarter<T, C> extends QueryStarter<T> {

    private final SparkSession spark;
    private final TransactionalOffsetStore<C> store;
    private final QuerySettings settings;
    private final Function<Dataset<Row>, Dataset<T>> transformation;

    TransactionalQueryStarter(
            SparkSession spark,
            TransactionalOffsetStore<C> store,
            QuerySettings settings,
            Function<Dataset<Row>, Dataset<T>> transformation) {
        super(spark, store, settings, transformation);
        this.spark = spark;
        this.store = store;
        this.settings = settings;
        this.transformation = transformation;
    }

    @Override
    public <R> TransactionalQueryStarter<R, C> transform(Function<Dataset<T>, Dataset<R>> next) {
        return new TransactionalQueryStarter<>(spark, store, settings, transformation.andThen(next));
    }

    /**
     * Runs the job's work and commits the offsets in one transaction of the query's store. After a crash nothing
     * repeats in that database; the function itself may run again.
     *
     * @param handler does the job's work on the store's connection
     */
    public ManagedQuery exactlyOnceWith(TransactionalHandler<T, ? super C> handler) {
        return start(
                Guarantee.EXACTLY_ONCE_WITH_STORE,
                Optional.empty(),
                writer -> writer.foreachBatch(QueryOutput.exactlyOnceWithStore(handler)));
    }
}
