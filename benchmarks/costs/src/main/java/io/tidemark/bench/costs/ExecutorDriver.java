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
 * The driver of a job with so many executors of one core each, every one a process of its own, in a JVM of its own as
 * well. Says what batches took of few and many partitions, with executors held to a pace, and at full speed.
 */
final class ExecutorDriver {

    static final int EXECUTOR_MB = 512;

    private static final int FIRST = 1;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final long NANOS_OF_SECOND = 1_000_000_000;

    private ExecutorDriver() {}

    /** Arguments: how many executors, records of a batch, batches. */
    public static void main(String[] arguments) throws Exception {
        int executors = Integer.parseInt(arguments[0]);
        int records = Integer.parseInt(arguments[1]);
        int batches = Integer.parseInt(arguments[2]);
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
            TaskTimes tasks = new TaskTimes();
            spark.sc().addSparkListener(tasks);
            // compiles, on every executor
            run(stream, load(executors, ExecutorGrowth.AT_FULL_SPEED, records, batches, "warm"), 0);
            for (int count : ExecutorGrowth.PARTITIONS) {
                StreamLoad load = load(executors, count, records, batches, "paced");
                double millis = run(stream, load, ExecutorGrowth.PACE);
                say(executors, load, ExecutorGrowth.PACE, millis, tasks);
            }
            StreamLoad load = load(executors, ExecutorGrowth.AT_FULL_SPEED, records, batches, "full");
            double millis = run(stream, load, 0);
            say(executors, load, 0, millis, tasks);
        }
    }

    private static StreamLoad load(int executors, int count, int records, int batches, String run) {
        return new StreamLoad(
                ExecutorGrowth.partitions(count),
                records / count,
                batches,
                1,
                INTERVAL,
                "executors-" + executors + "-" + count + "-" + run);
    }

    private static void say(int executors, StreamLoad load, int pace, double millis, TaskTimes tasks) {
        int count = load.partitions().count();
        double taskMillis = tasks.mean(count * (load.batches() - FIRST));
        double rate = 1_000 * load.recordsOfPartition() / taskMillis;
        System.out.println(new ExecutorRun(executors, count, pace, millis, rate).line());
    }

    /** What a batch took, with executors held to so many records a second. */
    private static double run(TidemarkStream stream, StreamLoad load, int pace) throws InterruptedException {
        long nanosOfRecord = pace == 0 ? 0 : NANOS_OF_SECOND / pace;
        Counting counting = new Counting(Counting.atFullSpeed().dictionary(), nanosOfRecord);
        BatchTimes times = new BatchTimes(FIRST, load.batches());
        CountingStream.Running running = stream.start(load, counting, times);
        try {
            times.await();
        } finally {
            running.close();
        }
        return times.busy().median();
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
