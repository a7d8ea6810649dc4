package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;

/**
 * The contract of a {@link MetricSink} and of the {@link MetricReader} of what it writes. Its ledger passes the tests
 * of a store, receipts left out. Extend it beside your sink:
 *
 * <pre>{@code
 * class MyMetricSinkContractTest extends MetricSinkContract {
 *     private final String prefix = UUID.randomUUID().toString();
 *
 *     @Override
 *     protected MetricSink openSink() {
 *         return new MyMetricSink(client, prefix);
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
public abstract class MetricSinkContract
        implements InitializeTests,
                CommitTests,
                RepositionTests,
                NameTests,
                InterruptTests,
                RaceTests,
                MetricWriteTests,
                MetricMergeTests,
                MetricRefusalTests,
                MetricReadTests,
                MetricRaceTests {

    /** For the author's class. */
    protected MetricSinkContract() {}

    /**
     * Opens a sink on this test's data. It is called several times in a test, once for each competing driver; all that
     * it returns share the data. They may be one instance only where no two processes can ever share that data.
     */
    protected abstract MetricSink openSink();

    /** Opens a reader of this test's data. */
    protected abstract MetricReader openReader();

    @Override
    public final OffsetStore openOffsets() {
        return new SinkLedger(openSink());
    }

    @Override
    public final MetricSink openMetrics() {
        return openSink();
    }

    @Override
    public final MetricReader openMetricReader() {
        return openReader();
    }
}
