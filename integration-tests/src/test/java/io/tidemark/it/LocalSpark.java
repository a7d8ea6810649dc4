package io.tidemark.it;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark for all tests of this JVM, which can have only one. */
public final class LocalSpark {

    /** It is stopped with the JVM. */
    public static final JavaSparkContext CONTEXT = new JavaSparkContext(new SparkConf()
            .setMaster("local[2]")
            .setAppName("tidemark-integration-tests")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));

    private LocalSpark() {}
}
