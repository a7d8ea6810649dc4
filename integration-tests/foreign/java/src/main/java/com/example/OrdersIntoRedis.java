package com.example;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.offset.mysql.MySqlTable;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import redis.clients.jedis.RedisClient;

/** Orders by city, in Redis beside the sink's ledger: both change in one step. */
public final class OrdersIntoRedis {

    public static void main(String[] args) throws Exception {
        SparkConf conf = new SparkConf();
        MysqlDataSource mysql = new MysqlDataSource();
        mysql.setUrl(conf.get("spark.orders.mysql"));

        try (ManagedStream stream = ManagedStream.of(
                        new JavaSparkContext(conf), new MySqlOffsetStore(mysql, MySqlTable.own()),
                        StreamSettings.builder(StringDeserializer.class, StringDeserializer.class)
                                .group(conf.get("spark.orders.group"))
                                .topics("orders")
                                .kafka(Map.of("bootstrap.servers", conf.get("spark.orders.kafka")))
                                .batchInterval(Duration.ofMillis(conf.getLong("spark.orders.interval", 10_000)))
                                .maxRecordsPerBatch(conf.getLong("spark.orders.batch", 100_000))
                                .build())
                .exactlyOnceInto(new RedisMetricSink(RedisClient.create(conf.get("spark.orders.redis"))), orders ->
                        orders.records().map(order -> order.value()).countByValue().entrySet().stream()
                                .map(city -> Measurement.timeless(
                                        "orders", Map.of("city", city.getKey()), new MetricValue.Sum(city.getValue())))
                                .toList())) {
            stream.awaitTermination();
        }
    }
}
