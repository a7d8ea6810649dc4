package io.tidemark.spark;

import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.StreamListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A driver in a process of its own, to be ended in the middle of a batch. Writes down what it does. */
final class SigtermDriver {

    private SigtermDriver() {}

    /** Arguments: bootstrap servers, topic, the file to write into. */
    public static void main(String[] arguments) throws Exception {
        Path diary = Path.of(arguments[2]);
        JavaSparkContext spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[1]")
                .setAppName("sigterm")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
        ManagedStream stream = ManagedStream.of(
                        spark,
                        new InMemoryOffsetStore(),
                        StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                                .group("sigterm")
                                .topics(arguments[1])
                                .kafka(Map.of("bootstrap.servers", arguments[0]))
                                .batchInterval(Duration.ofMillis(200))
                                .listener(new StreamListener() {
                                    @Override
                                    public void batchCommitted(BatchCommitted event) {
                                        write(
                                                diary,
                                                "committed " + event.report().count());
                                    }
                                })
                                .build())
                .atLeastOnce(batch -> {
                    write(diary, "begun");
                    // long enough to be asked to end meanwhile
                    Thread.sleep(3_000);
                    write(diary, "handled " + batch.records().count());
                });
        stream.awaitTermination();
    }

    private static void write(Path diary, String line) {
        try {
            Files.writeString(diary, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
