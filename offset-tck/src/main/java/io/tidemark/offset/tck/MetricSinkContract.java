package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.metrics.MetricMergeTests;
import io.tidemark.offset.tck.metrics.MetricRaceTests;
import io.tidemark.offset.tck.metrics.MetricReadTests;
import io.tidemark.offset.tck.metrics.MetricRefusalTests;
import io.tidemark.offset.tck.metrics.MetricWriteTests;

/**
 * The contract of a {@link MetricSink}, which includes that of an {@link OffsetStore}, and of the {@link MetricReader}
 * of its metrics. Extend it beside your sink:
 *
 * <pre>{@code
 * class MyMetricSinkContractTest extends MetricSinkContract {
 *     private final String prefix = UUID.randomUUID().toString();
 *
 *     @Override
 *     protected MetricSink openSink(WriterName writer) {
 *         return new MyMetricSink(client, prefix, writer);
 *     }
 *
 *     @Override
 *     protected MetricReader openReader() {
 *         return new MyMetricReader(client, prefix);
 *     }
 * }
 * }</pre>
 *
 * <p>JUnit creates an instance of the class for each test: what the instance creates is that test's data and must be
 * empty. A sink that uses a network connection should extend {@link MetricSinkCutContract} too.
 *
 * @since 0.1
 */
public abstract class MetricSinkContract extends OffsetStoreContract
        implements MetricWriteTests, MetricMergeTests, MetricRefusalTests, MetricReadTests, MetricRaceTests {

    /** For subclasses. */
    protected MetricSinkContract() {}

    /**
     * Opens a sink on this test's data. It is called several times in a test, once for each competing driver, and all
     * returned sinks share the data. They may be one instance for each writer only if two processes can never share
     * that data.
     *
     * @param writer the writer's name of the returned sink
     */
    protected abstract MetricSink openSink(WriterName writer);

    /** Opens a reader of this test's data. */
    protected abstract MetricReader openReader();

    @Override
    protected final OffsetStore openStore(WriterName writer) {
        return openSink(writer);
    }

    @Override
    public final MetricSink openMetrics() {
        return openSink(WriterName.ofThisProcess());
    }

    @Override
    public final MetricReader openMetricReader() {
        return openReader();
    }
}
