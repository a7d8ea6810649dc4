package com.example;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
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
        var settings = StreamSettings.builder(StringDeserializer.class, StringDeserializer.class)
                .group(conf.get("spark.orders.group"))
                .topics("orders")
                .kafka(Map.of("bootstrap.servers", conf.get("spark.orders.kafka")))
                .batchInterval(Duration.ofMillis(conf.getLong("spark.orders.interval", 10_000)))
                .maxRecordsPerBatch(conf.getLong("spark.orders.batch", 100_000))
                .build();
        var sink = new RedisMetricSink(RedisClient.create(conf.get("spark.orders.redis")));

        try (OpenOffsetStore offsets = OffsetStores.open(conf.get("spark.orders.store"));
                ManagedStream stream = ManagedStream.of(new JavaSparkContext(conf), offsets.store(), settings)
                        .exactlyOnceInto(sink, orders ->
                                orders.records().map(order -> order.value()).countByValue().entrySet().stream()
                                        .map(city -> Measurement.timeless(
                                                "orders",
                                                Map.of("city", city.getKey()),
                                                new MetricValue.Sum(city.getValue())))
                                        .toList())) {
            stream.awaitTermination();
        }
    }
}
