package io.tidemark.spark.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Waiting batches are not merged if one of Spark's own limits is set. */
class RateLimitsTest {

    private final SparkConf conf = new SparkConf(false);

    @Test
    void noneIsSetByDefault() {
        assertThat(RateLimits.areSet(conf)).isFalse();
    }

    @Test
    void backPressureIsOne() {
        assertThat(RateLimits.areSet(conf.set("spark.streaming.backpressure.enabled", "true")))
                .isTrue();
    }

    @Test
    void aRatePerPartitionIsOne() {
        assertThat(RateLimits.areSet(conf.set("spark.streaming.kafka.maxRatePerPartition", "1")))
                .isTrue();
    }

    @Test
    void limitsThatAreOffAreNone() {
        conf.set("spark.streaming.backpressure.enabled", "false").set("spark.streaming.kafka.maxRatePerPartition", "0");
        assertThat(RateLimits.areSet(conf)).isFalse();
    }
}
