package io.tidemark.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** One local Spark for all tests of this JVM. */
public final class TestSpark {

    private static final JavaSparkContext CONTEXT = new JavaSparkContext(new SparkConf()
            .setMaster("local[2,4]") // a task may fail three times
            .setAppName("tidemark-tests")
            .set("spark.ui.port", "0") // it serves the numbers
            .set("spark.ui.showConsoleProgress", "false")
            .set("spark.metrics.conf", metricsProperties().toString())
            .set("spark.metrics.namespace", "nightly job")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));

    private TestSpark() {}

    /** The file that users get. */
    static Path metricsProperties() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("deploy/spark/metrics.properties"))) {
            folder = Objects.requireNonNull(folder.getParent(), "deploy/spark/metrics.properties is missing");
        }
        return folder.resolve("deploy/spark/metrics.properties");
    }

    public static JavaSparkContext context() {
        return CONTEXT;
    }
}
