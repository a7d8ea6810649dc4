package io.tidemark.structured;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;

/** A query over what is available, in a process that dies when Spark has finished a batch and the store has not. */
final class LastBatchDriver {

    private LastBatchDriver() {}

    /** Brokers, topic, group, store, checkpoint directory, directory of the output, and which commit is the last. */
    public static void main(String[] args) throws Exception {
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .appName("last-batch")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        RegisteredStores.register("dying", dying(OffsetStores.open(args[3]).store(), Integer.parseInt(args[6])));
        spark.readStream()
                .format("tidemark")
                .option("kafka.bootstrap.servers", args[0])
                .option("subscribe", args[1])
                .option("tidemark.group", args[2])
                .option("tidemark.store", "registered:dying")
                .option("maxOffsetsPerTrigger", "4")
                .load()
                .selectExpr("CAST(value AS STRING)")
                .writeStream()
                .format("text")
                .option("checkpointLocation", args[4])
                .trigger(Trigger.AvailableNow())
                .start(args[5])
                .awaitTermination();
    }

    private static OffsetStore dying(OffsetStore store, int last) {
        AtomicInteger commits = new AtomicInteger();
        return (OffsetStore) Proxy.newProxyInstance(
                LastBatchDriver.class.getClassLoader(),
                new Class<?>[] {OffsetStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && commits.incrementAndGet() == last) {
                        Runtime.getRuntime().halt(137);
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
