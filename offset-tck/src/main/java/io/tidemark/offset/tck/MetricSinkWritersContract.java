package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;

/**
 * The contract of a {@link MetricSink} whose ledger records who has written each entry, so that a conflict names both
 * writers. A sink that records no writers leaves it out.
 *
 * <p>JUnit makes an instance of the class for each test: the data of an instance is that test's data and has to be
 * empty.
 */
public abstract class MetricSinkWritersContract implements WriterTests {

    /** For the author's class. */
    protected MetricSinkWritersContract() {}

    /** Opens a sink on this test's data, as another writer would; all sinks of an instance share the data. */
    protected abstract MetricSink openSink(WriterName writer);

    @Override
    public final OffsetStore openOffsets(WriterName writer) {
        return new SinkLedger(openSink(writer));
    }

    @Override
    public final OffsetStore openOffsets() {
        return openOffsets(WriterName.ofThisProcess());
    }
}
