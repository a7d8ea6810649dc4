package io.tidemark.offset.tck;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;

class InMemoryMetricSinkContractTest extends MetricSinkContract {

    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @Override
    protected MetricSink openSink() {
        return sink;
    }

    @Override
    protected MetricReader openReader() {
        return sink;
    }
}
