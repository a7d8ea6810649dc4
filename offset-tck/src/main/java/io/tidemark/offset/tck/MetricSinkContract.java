package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;

/**
 * The contract of a {@link MetricSink}, which is that of an {@link OffsetStore} and more, and of the
 * {@link MetricReader} of what it writes. Extend it beside your sink:
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
 * <p>JUnit makes an instance of the class for each test: what the instance makes is that test's data and has to be
 * empty. A sink that a cut connection can reach should extend {@link MetricSinkCutContract} too.
 */
public abstract class MetricSinkContract extends OffsetStoreContract
        implements MetricWriteTests, MetricMergeTests, MetricRefusalTests, MetricReadTests, MetricRaceTests {

    /** For the author's class. */
    protected MetricSinkContract() {}

    /**
     * Opens a sink on this test's data. It is called several times in a test, once for each competing driver; all that
     * it returns share the data. They may be one instance for each writer only where no two processes can ever share
     * that data.
     *
     * @param writer who writes on what is returned
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
