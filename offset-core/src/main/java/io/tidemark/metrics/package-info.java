/**
 * Metrics that are counted exactly once: measurements, batches of them, and the
 * {@link io.tidemark.metrics.MetricSink sink contract} that ties them to the offsets they were counted from. This
 * package does not depend on Spark.
 */
@NullMarked
package io.tidemark.metrics;

import org.jspecify.annotations.NullMarked;
