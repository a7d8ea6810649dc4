package io.tidemark.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** One local Spark for all tests of this JVM. */
public final class TestSpark {

    private static final JavaSparkContext CONTEXT = new JavaSparkContext(new SparkConf()
            .setMaster("local[2,4]") // a task may fail three times
            .setAppName("tidemark-tests")
            .set("spark.ui.enabled", "false")
            .set("spark.metrics.conf.*.sink.jmx.class", "org.apache.spark.metrics.sink.JmxSink")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));

    private TestSpark() {}

    public static JavaSparkContext context() {
        return CONTEXT;
    }
}
