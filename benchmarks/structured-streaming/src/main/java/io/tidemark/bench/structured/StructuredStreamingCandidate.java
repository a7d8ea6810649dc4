package io.tidemark.bench.structured;

import io.tidemark.bench.candidate.Candidate;
import io.tidemark.bench.candidate.CandidateServer;
import io.tidemark.bench.candidate.RedisCounters;
import io.tidemark.bench.candidate.Setting;
import io.tidemark.bench.candidate.Totals;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Structured Streaming: {@code from_json}, a {@code groupBy} for each batch, and {@code foreachBatch} into Redis. The
 * number of the batch in Redis prevents counting a batch twice.
 */
public final class StructuredStreamingCandidate implements Candidate {

    private static final int FETCH_BYTES = 1 << 22;
    private static final int MOST_POLLED = 10_000;

    private final Setting setting;
    private final SparkSession spark;

    private StructuredStreamingCandidate(Setting setting) {
        this.setting = setting;
        this.spark = SparkSession.builder()
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

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        CandidateServer.serve(StructuredStreamingCandidate::new);
    }

    @Override
    public long run(String topic, String group, long records) throws Exception {
        AtomicLong began = new AtomicLong();
        StreamingQuery query = log(topic)
                .writeStream()
                .queryName(group)
                .option("checkpointLocation", setting.folder().resolve(group).toString())
                .foreachBatch((batch, number) -> {
                    began.compareAndSet(0, System.nanoTime());
                    BatchWriter.write(
                            setting.redis(), group, number, Counting.of(batch).collectAsList());
                })
                .start();
        try {
            query.processAllAvailable();
            return System.nanoTime() - began.get();
        } finally {
            query.stop();
        }
    }

    private Dataset<Row> log(String topic) {
        return spark.readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", setting.kafka())
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", setting.batch())
                .option("kafka.max.partition.fetch.bytes", FETCH_BYTES)
                .option("kafka.max.poll.records", MOST_POLLED)
                .load();
    }

    @Override
    public Totals totals(String group) {
        return RedisCounters.totals(setting.redis(), group);
    }

    @Override
    public void close() {
        spark.stop();
    }
}
