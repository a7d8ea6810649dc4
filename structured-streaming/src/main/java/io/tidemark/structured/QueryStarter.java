package io.tidemark.structured;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.internal.supervision.OwnThreads;
import io.tidemark.stream.internal.supervision.Supervisor;
import io.tidemark.stream.keeping.KeepingSettings;
import io.tidemark.structured.internal.health.ShutdownStop;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;

/**
 * Starts a managed query under the guarantee that its method names. Made by
 * {@link ManagedQuery#of(SparkSession, OffsetStore, QuerySettings)}.
 *
 * <pre>{@code
 * ManagedQuery query = ManagedQuery.of(spark, store, settings)
 *         .transform(records -> records.selectExpr("CAST(value AS STRING)").as(Encoders.STRING()))
 *         .exactlyOnceInto(sink, batch -> List.of(
 *                 Measurement.timeless("orders", Map.of(), new MetricValue.Sum(batch.count()))));
 * query.awaitTermination();
 * }</pre>
 *
 * <p>Each of the methods that start a query compares checkpoint and store, verifies the stored offsets, resolves where
 * to start, starts the query and returns. They throw
 *
 * <ul>
 *   <li>{@link IllegalArgumentException} if something is wrong with the settings or with the query's columns,
 *   <li>{@link OffsetVerificationException} if stored offsets cannot be resumed and the policy is to fail,
 *   <li>{@link OffsetStoreException} if the cluster, the store or the sink cannot be reached or refuses, a topic does
 *     not exist, checkpoint and store disagree, or the sink or the state is empty and the store is not,
 *   <li>{@link IllegalStateException} for everything else that Spark refuses,
 * </ul>
 *
 * and then nothing was started.
 *
 * @param <T> the type of the rows
 * @since 0.1
 */
public sealed class QueryStarter<T> permits TransactionalQueryStarter {

    private final SparkSession spark;
    private final OffsetStore store;
    private final QuerySettings settings;
    private final Function<Dataset<Row>, Dataset<T>> transformation;

    QueryStarter(
            SparkSession spark,
            OffsetStore store,
            QuerySettings settings,
            Function<Dataset<Row>, Dataset<T>> transformation) {
        this.spark = spark;
        this.store = store;
        this.settings = settings;
        this.transformation = transformation;
    }

    /**
     * The same with other rows. At first they are the records, with the columns of Spark's source: {@code key},
     * {@code value}, {@code topic}, {@code partition}, {@code offset}, {@code timestamp}, {@code timestampType}, and
     * {@code headers} if the option {@code includeHeaders} is true.
     *
     * @param next called once for each start of the query, a restart included
     * @param <R> the type of the new rows
     */
    public <R> QueryStarter<R> transform(Function<Dataset<T>, Dataset<R>> next) {
        return new QueryStarter<>(spark, store, settings, transformation.andThen(next));
    }

    /**
     * Counts every record exactly once in a sink that keeps a ledger. The batch's measurements and the ledger move in
     * one atomic step; the store's offsets follow. After a crash nothing repeats in the sink. The function itself may
     * run again.
     *
     * @param sink where the measurements go; borrowed
     * @param measure measures a batch
     */
    public ManagedQuery exactlyOnceInto(MetricSink sink, BatchMeasure<T> measure) {
        return start(
                Guarantee.EXACTLY_ONCE_INTO_SINK,
                Optional.of(sink),
                writer -> writer.foreachBatch(QueryOutput.exactlyOnceInto(measure)));
    }

    /**
     * The same for rows that are metrics: with the columns {@code metric}, {@code value} and {@code merge}, and if
     * needed {@code tags} and {@code time}.
     *
     * @param sink where the metrics go; borrowed
     */
    public ManagedQuery exactlyOnceRowsInto(MetricSink sink) {
        return start(Guarantee.EXACTLY_ONCE_INTO_SINK, Optional.of(sink), writer -> writer.format("tidemark"));
    }

    /**
     * Commits a batch's offsets after the handler has returned and Spark has finished the batch. A crash between
     * repeats the handler for the whole batch; nothing is left out.
     *
     * @param handler does the job's work on the rows of a batch and the batch's number
     */
    public ManagedQuery atLeastOnce(VoidFunction2<Dataset<T>, Long> handler) {
        return atLeastOnceInto(writer -> writer.foreachBatch(handler));
    }

    /**
     * Commits a batch's offsets after it is in a sink of Spark's, such as a file format or another topic. A crash
     * between repeats the batch, unless the sink recognises it.
     *
     * @param into sets format, options and partitioning of the output; trigger, checkpoint, name and output mode are
     *     those of the settings
     */
    public ManagedQuery atLeastOnceInto(UnaryOperator<DataStreamWriter<T>> into) {
        return start(Guarantee.AT_LEAST_ONCE, Optional.empty(), into);
    }

    final ManagedQuery start(Guarantee guarantee, Optional<MetricSink> sink, UnaryOperator<DataStreamWriter<T>> into) {
        QueryContext context = QueryContext.register(settings.group(), settings.listeners(), settings.clock());
        String storeName = "store-" + context.id();
        String sinkName = "sink-" + context.id();
        RegisteredStores.register(storeName, store);
        sink.ifPresent(present -> RegisteredStores.register(sinkName, present));
        Map<String, String> options = QueryOptions.of(settings, RegisteredStores.url(storeName), context);
        options.put(SourceOptions.OUTPUT, guarantee.word());
        sink.ifPresent(present -> options.put(SourceOptions.SINK, RegisteredStores.url(sinkName)));
        Runnable forget = () -> {
            context.unregister();
            RegisteredStores.remove(storeName);
            RegisteredStores.remove(sinkName);
        };
        try {
            KeepingSettings keeping = SourceOptions.parse(options).keeping(context);
            OwnThreads threads = new OwnThreads();
            Supervisor supervisor = Supervisor.start(
                    settings.group(),
                    settings.restarts(),
                    context.memory().events(keeping),
                    threads,
                    known -> SupervisedQuery.begin(settings.group(), context, known, () -> writer(options, into)
                            .start()));
            context.memory().onStopRequested(() -> supervisor.requestStop(settings.stopTimeout()));
            if (settings.shutdownHook() == QuerySettings.ShutdownHook.ON) {
                ShutdownStop.register(settings.group(), supervisor, settings.stopTimeout());
            }
            supervisor.onEnd(failure -> {
                forget.run();
                if (!context.health().hasConflict()) {
                    context.health().unpublish();
                }
            });
            return new ManagedQuery(settings, supervisor, threads, context);
        } catch (RuntimeException | Error e) {
            forget.run();
            context.health().unpublish();
            throw e;
        }
    }

    private DataStreamWriter<T> writer(Map<String, String> options, UnaryOperator<DataStreamWriter<T>> into) {
        Dataset<Row> records =
                spark.readStream().format("tidemark").options(options).load();
        DataStreamWriter<T> writer = into.apply(transformation.apply(records).writeStream())
                .option("checkpointLocation", settings.checkpoint())
                .outputMode(settings.outputMode())
                .trigger(settings.trigger());
        settings.name().ifPresent(writer::queryName);
        return writer;
    }
}
