package io.tidemark.offset.tck;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.WriterName;

class InMemoryMetricSinkContractTest extends MetricSinkContract {

    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @Override
    protected MetricSink openSink(WriterName writer) {
        return sink.writingAs(writer);
    }

    @Override
    protected MetricReader openReader() {
        return sink;
    }
}
