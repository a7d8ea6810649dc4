package io.tidemark.spark.internal.run;

import org.apache.spark.SparkConf;

/** Spark's own limits of a batch. */
final class RateLimits {

    private RateLimits() {}

    /** Whether the size of a batch is limited by its interval or by the duration of earlier batches. */
    static boolean areSet(SparkConf conf) {
        return conf.getBoolean("spark.streaming.backpressure.enabled", false)
                || conf.getLong("spark.streaming.kafka.maxRatePerPartition", 0) > 0;
    }
}
