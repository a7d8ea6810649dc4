package io.tidemark.it;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.sql.Connection;
import org.jspecify.annotations.NullUnmarked;

/** The variables that examples in Javadoc use without declaring them. The examples are compiled, not run. */
@NullUnmarked
public abstract class ExampleJob extends PageJob {

    protected StreamSettings<String, String> settings;
    protected TransactionalOffsetStore<Connection> transactionalStore;
    protected MetricSink sink;
    protected ManagedStream stream;
}
