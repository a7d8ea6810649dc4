package io.tidemark.structured;

import java.nio.file.Path;
import java.sql.Connection;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** The driver of a query in a process of its own, which a test kills. */
final class KilledDriver {

    private KilledDriver() {}

    /** Brokers, topic, group, store and checkpoint directory. */
    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .appName("killed")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        spark.readStream()
                .format("tidemark")
                .option("kafka.bootstrap.servers", args[0])
                .option("subscribe", args[1])
                .option("tidemark.group", args[2])
                .option("tidemark.store", args[3])
                .option("tidemark.output", "exactly-once-with-store")
                .option("maxOffsetsPerTrigger", "20")
                .load()
                .selectExpr("CAST(value AS STRING)")
                .as(Encoders.STRING())
                .writeStream()
                .option("checkpointLocation", Path.of(args[4]).toString())
                .foreachBatch(QueryOutput.<String, Connection>exactlyOnceWith(Connection.class, DatabaseIT::add))
                .start()
                .awaitTermination();
    }
}
