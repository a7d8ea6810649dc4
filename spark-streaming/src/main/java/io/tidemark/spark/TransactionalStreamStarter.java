package io.tidemark.spark;

import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.spark.SettingsCheck.Repeats;
import io.tidemark.stream.keeping.BatchOutput;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Starts a managed stream on a transactional store. It offers the guarantees of {@link StreamStarter}, and one more
 * that needs the transactions of the store. Made by {@link ManagedStream#of(JavaSparkContext, TransactionalOffsetStore,
 * StreamSettings)}.
 *
 * <pre>{@code
 * ManagedStream stream = ManagedStream.of(spark, transactionalStore, settings)
 *         .exactlyOnceWith((batch, connection) -> {
 *             try (PreparedStatement add = connection.prepareStatement("UPDATE totals SET orders = orders + ?")) {
 *                 add.setLong(1, batch.records().count());
 *                 add.executeUpdate();
 *             }
 *         });
 * stream.awaitTermination();
 * }</pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param <C> the type of the store's connection
 * @since 0.1
 */
public final class TransactionalStreamStarter<K, V, C> extends StreamStarter<K, V> {

    private final TransactionalOffsetStore<C> store;

    TransactionalStreamStarter(
            JavaSparkContext spark, TransactionalOffsetStore<C> store, StreamSettings<K, V> settings) {
        super(spark, store, settings);
        this.store = store;
    }

    /**
     * Runs the job's work and commits the offsets in one transaction of the stream's store. The function may run
     * again after a crash, but its changes in that database are applied exactly once.
     *
     * @param handler does the job's work on the store's connection
     */
    public ManagedStream exactlyOnceWith(TransactionalHandler<K, V, ? super C> handler) {
        return start(
                BatchOutput.exactlyOnceWith(
                        store,
                        (batch, connection) -> limited(() -> {
                            handler.handle(batch, connection);
                            return batch;
                        })),
                Repeats.ALLOWED);
    }
}
