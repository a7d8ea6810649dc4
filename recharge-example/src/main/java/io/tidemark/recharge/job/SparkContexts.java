package io.tidemark.recharge.job;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Makes the Spark context of the job. */
public final class SparkContexts {

    private SparkContexts() {}

    /**
     * Makes a context.
     *
     * @param master Spark's master; empty where {@code spark-submit} has said it
     */
    public static JavaSparkContext create(String name, Optional<String> master) {
        SparkConf conf = new SparkConf().setAppName(name);
        master.ifPresent(conf::setMaster);
        if (!conf.contains("spark.master")) {
            conf.setMaster("local[*]");
        }
        if (conf.get("spark.master").startsWith("local")) {
            // one machine: nothing to be seen from outside, and no port that another program may hold
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            conf.setIfMissing("spark.ui.enabled", "false");
        }
        return new JavaSparkContext(conf);
    }
}
