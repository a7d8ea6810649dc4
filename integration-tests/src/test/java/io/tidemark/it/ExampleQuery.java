package io.tidemark.it;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.structured.QuerySettings;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.NullUnmarked;

/** The variables that examples in the Javadoc of Structured Streaming use. The examples are compiled, not run. */
@NullUnmarked
public abstract class ExampleQuery {

    protected SparkSession spark;
    protected OffsetStore store;
    protected TransactionalOffsetStore<Connection> transactionalStore;
    protected QuerySettings settings;
    protected MetricSink sink;
    protected DataSource dataSource;
    protected Dataset<Row> orders;

    /** The example. */
    public abstract void run() throws Exception;

    /** Examples are compiled and not run. */
    protected static List<Measurement> count(Dataset<Row> batch) {
        return List.of();
    }
}
