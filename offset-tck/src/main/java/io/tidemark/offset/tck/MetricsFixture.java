package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;

/** What the tests of metrics are run on. */
interface MetricsFixture {

    /** Opens a sink on the data of this test, as one more driver would. */
    MetricSink openMetrics();

    /** Opens a reader of the same data. */
    MetricReader openMetricReader();
}
