package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.metrics.MetricMergeTests;
import io.tidemark.offset.tck.metrics.MetricRaceTests;
import io.tidemark.offset.tck.metrics.MetricReadTests;
import io.tidemark.offset.tck.metrics.MetricRefusalTests;
import io.tidemark.offset.tck.metrics.MetricWriteTests;
import java.util.function.Supplier;

/** Runs the contract on the current thread's sink, without the tests of its ledger. */
class BrokenSinkContract
        implements MetricWriteTests, MetricMergeTests, MetricRefusalTests, MetricReadTests, MetricRaceTests {

    /** Creates the sink of a test. */
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
