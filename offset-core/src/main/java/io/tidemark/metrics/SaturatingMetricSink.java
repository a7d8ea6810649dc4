package io.tidemark.metrics;

import io.tidemark.offset.GroupId;

/**
 * A sink that knows how many values it has limited to the range of a {@code long}. A managed stream shows the number
 * among its health numbers. {@code MetricSaturationContract} in {@code tidemark-offset-tck} tests it.
 *
 * @since 0.1
 */
public interface SaturatingMetricSink extends MetricSink {

    /**
     * How many values of a group this object has limited since it was made. It does not ask the server: monitoring
     * calls it often, and from any thread.
     *
     * @param group the group
     */
    long saturated(GroupId group);
}
