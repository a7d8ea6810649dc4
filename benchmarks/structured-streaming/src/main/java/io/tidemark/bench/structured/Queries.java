package io.tidemark.bench.structured;

import io.tidemark.bench.candidate.Setting;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** The session and the query of the candidates. */
final class Queries {

    private static final int FETCH_BYTES = 1 << 22;
    private static final int MOST_POLLED = 10_000;

    private Queries() {}

    static SparkSession session(Setting setting) {
        return SparkSession.builder()
                .appName("structured-streaming")
                .master("local[" + setting.cores() + "]")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", setting.cores())
                .config("spark.sql.session.timeZone", "UTC")
                // requestId and RequestId are different fields
                .config("spark.sql.caseSensitive", true)
                .config("spark.sql.ansi.enabled", false)
                .config("spark.sql.legacy.timeParserPolicy", "CORRECTED")
                .config(
                        "spark.sql.warehouse.dir",
                        setting.folder().resolve("warehouse").toString())
                .getOrCreate();
    }

    /**
     * Passes a whole topic in batches.
     *
     * @return the nanoseconds from the first batch to the end of the last one
     */
    static long run(
            SparkSession spark, Setting setting, String topic, String group, VoidFunction2<Dataset<Row>, Long> write)
            throws Exception {
        AtomicLong began = new AtomicLong();
        StreamingQuery query = log(spark, setting, topic)
                .writeStream()
                .queryName(group)
                .option("checkpointLocation", setting.folder().resolve(group).toString())
                .foreachBatch((batch, number) -> {
                    began.compareAndSet(0, System.nanoTime());
                    write.call(batch, number);
                })
                .start();
        try {
            query.processAllAvailable();
            return System.nanoTime() - began.get();
        } finally {
            query.stop();
        }
    }

    private static Dataset<Row> log(SparkSession spark, Setting setting, String topic) {
        return spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", setting.kafka())
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", setting.batch())
                .option("kafka.max.partition.fetch.bytes", FETCH_BYTES)
                .option("kafka.max.poll.records", MOST_POLLED)
                .option("kafka.receive.buffer.bytes", -1)
                .load();
    }
}
