package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;

/** The fixture of the tests of metrics. */
interface MetricsFixture {

    /** Opens a sink on the data of this test, for another driver. */
    MetricSink openMetrics();

    /** Opens a reader of the same data. */
    MetricReader openMetricReader();
}
