package io.tidemark.it;

import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.spark.ManagedStream;
import java.sql.Connection;
import org.jspecify.annotations.NullUnmarked;

/** The variables that examples in Javadoc use without declaring them. The examples are compiled, not run. */
@NullUnmarked
public abstract class ExampleJob extends PageJob {

    protected TransactionalOffsetStore<Connection> transactionalStore;
    protected ManagedStream stream;
}
