package io.tidemark.recharge.rivals;

import static org.awaitility.Awaitility.await;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.spark.Batch;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.stream.RestartPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import redis.clients.jedis.RedisClient;

/**
 * A driver that counts how often it sees each value, and logs its steps to a file. Between reading and writing each
 * batch it waits for a file, so that a test can freeze it at this point.
 */
final class RivalDriver {

    /** The exit code of a driver whose stream has failed. */
    static final int FAILED = 3;

    private RivalDriver() {}

    /**
     * Arguments: Kafka's servers, topic, MySQL's URL, its user and password, Redis's URI, the log file, the file to
     * wait for.
     */
    public static void main(String[] arguments) throws InterruptedException {
        // must not outlive a test that was killed
        var unused = ProcessHandle.current().parent().map(test -> test.onExit()
                .thenRun(() -> Runtime.getRuntime().halt(1)));
        Path diary = Path.of(arguments[6]);
        Path goOn = Path.of(arguments[7]);
        MysqlDataSource mysql = new MysqlDataSource();
        mysql.setUrl(arguments[2]);
        mysql.setUser(arguments[3]);
        mysql.setPassword(arguments[4]);
        JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[1]")
                .setAppName("rival")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
        StreamSettings<byte[], byte[]> settings = StreamSettings.builder(
                        ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group(TwoDriversIT.GROUP.value())
                .topics(arguments[1])
                .kafka(Map.of("bootstrap.servers", arguments[0]))
                .batchInterval(Duration.ofMillis(200))
                // which must not be used after a conflict
                .restarts(RestartPolicy.times(5))
                .build();
        ManagedStream stream = ManagedStream.of(spark, new MySqlOffsetStore(mysql), settings)
                .exactlyOnceInto(new RedisMetricSink(RedisClient.create(arguments[5])), batch -> {
                    List<Measurement> measured = measure(batch);
                    write(diary, "read " + batch.ranges());
                    await().forever().until(() -> Files.exists(goOn));
                    return measured;
                });
        try {
            stream.awaitTermination();
        } catch (RuntimeException e) {
            write(diary, "ended by " + e.getCause());
            System.exit(FAILED);
        }
    }

    private static List<Measurement> measure(Batch<byte[], byte[]> batch) {
        return batch
                .records()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .countByValue()
                .entrySet()
                .stream()
                .map(seen -> Measurement.timeless(
                        TwoDriversIT.METRIC, Map.of("value", seen.getKey()), new MetricValue.Sum(seen.getValue())))
                .toList();
    }

    private static void write(Path diary, String line) {
        try {
            Files.writeString(diary, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
