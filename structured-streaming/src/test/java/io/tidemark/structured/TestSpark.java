package io.tidemark.structured;

import org.apache.spark.sql.SparkSession;

/** One local Spark for all tests of this JVM. */
final class TestSpark {

    private static final SparkSession SESSION = SparkSession.builder()
            .master("local[2]")
            .appName("tidemark-tests")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();

    private TestSpark() {}

    static SparkSession session() {
        return SESSION;
    }
}
