package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.metrics.MetricMergeTests;
import io.tidemark.offset.tck.metrics.MetricRaceTests;
import io.tidemark.offset.tck.metrics.MetricReadTests;
import io.tidemark.offset.tck.metrics.MetricRefusalTests;
import io.tidemark.offset.tck.metrics.MetricWriteTests;
import java.util.function.Supplier;

/** The contract run on whatever sink is under test on this thread; the tests of its ledger left out. */
class BrokenSinkContract
        implements MetricWriteTests, MetricMergeTests, MetricRefusalTests, MetricReadTests, MetricRaceTests {

    /** Makes the sink of a test. */
    static final ThreadLocal<Supplier<ForwardingMetricSink>> UNDER_TEST = new ThreadLocal<>();

    private final ForwardingMetricSink sink = UNDER_TEST.get().get();

    @Override
    public MetricSink openMetrics() {
        return sink;
    }

    @Override
    public MetricReader openMetricReader() {
        return sink;
    }
}
