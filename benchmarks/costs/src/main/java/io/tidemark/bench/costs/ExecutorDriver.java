package io.tidemark.bench.costs;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.StoreConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver of a job with so many executors of one core each, every one a process of its own, in a JVM of its own as well.
 * Says for each batch what it took.
 */
final class ExecutorDriver {

    /** What a line begins with that says what a batch took: at which slow motion, and milliseconds. */
    static final String BATCH = "batch ";

    static final int EXECUTOR_MB = 512;

    private static final int FIRST = 1;

    private ExecutorDriver() {}

    /** Arguments: how many executors, partitions, records of each partition a batch, batches, slow motion. */
    public static void main(String[] arguments) throws Exception {
        int executors = Integer.parseInt(arguments[0]);
        Partitions partitions = new Partitions(ExecutorGrowth.TOPIC, Integer.parseInt(arguments[1]));
        long records = Long.parseLong(arguments[2]);
        int batches = Integer.parseInt(arguments[3]);
        int slowMotion = Integer.parseInt(arguments[4]);
        RechargeConfig config = ConfigFiles.read(Optional.empty(), Map.of(), servers());
        SparkConf conf = new SparkConf()
                .setAppName("executors")
                .setMaster("local-cluster[" + executors + ",1," + EXECUTOR_MB + "]")
                .set("spark.executor.memory", EXECUTOR_MB + "m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.ui.enabled", "false")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0");
        try (JavaSparkContext spark = new JavaSparkContext(conf);
                HikariDataSource source = StoreConnection.pool((StoreConfig.MySql) config.store());
                MetricsConnection metrics = MetricsConnection.open(config.redis())) {
            TidemarkStream stream = new TidemarkStream(
                    "executors",
                    spark,
                    config.kafka().bootstrapServers(),
                    new MySqlOffsetStore(source),
                    Optional.of(metrics.sink()));
            Counting counting = Counting.atFullSpeed();
            String group = "executors-" + executors;
            // compiles, on every executor
            run(stream, new Course(partitions, records, batches, 1, Duration.ofMillis(100), group + "-warm"), counting);
            for (int speed : new int[] {1, slowMotion}) {
                Course course =
                        new Course(partitions, records, batches, 1, Duration.ofMillis(100), group + "-" + speed);
                Samples busy = run(stream, course, new Counting(counting.dictionary(), speed));
                System.out.println(BATCH + speed + " " + busy.median());
            }
        }
    }

    private static Samples run(TidemarkStream stream, Course course, Counting counting) throws InterruptedException {
        BatchTimes times = new BatchTimes(FIRST, course.batches());
        CountingStream.Running running = stream.start(course, counting, times);
        try {
            times.await();
        } finally {
            running.close();
        }
        return times.busy();
    }

    private static Map<String, String> servers() {
        Map<String, String> settings = new TreeMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(ExecutorGrowth.PROPERTY))
                .forEach(name ->
                        settings.put(name.substring(ExecutorGrowth.PROPERTY.length()), System.getProperty(name, "")));
        return settings;
    }
}
