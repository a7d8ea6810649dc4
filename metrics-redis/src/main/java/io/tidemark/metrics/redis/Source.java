package io.tidemark.metrics.redis;

import java.util.List;

/**
 * A hash to read.
 *
 * @param metric the metric
 * @param tags the tags that its fields must carry, each as it stands in a field; empty for all fields
 * @param key the hash's key
 */
record Source(String metric, List<String> tags, String key) {

    /** Whether two sources can be read in one run. */
    boolean runsWith(Source other) {
        return metric.equals(other.metric) && tags.equals(other.tags);
    }
}
