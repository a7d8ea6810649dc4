package io.tidemark.offset.tck;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.SumOverflow;
import java.time.Clock;

class InMemoryMetricSaturationContractTest extends MetricSaturationContract {

    private final InMemoryMetricSink sink = new InMemoryMetricSink(Clock.systemUTC(), SumOverflow.SATURATE);

    @Override
    protected MetricSink openSink() {
        return sink;
    }

    @Override
    protected MetricReader openReader() {
        return sink;
    }
}
