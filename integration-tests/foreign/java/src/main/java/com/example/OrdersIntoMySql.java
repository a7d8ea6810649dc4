package com.example;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Orders by city, in a table beside their offsets: both change in one transaction. */
public final class OrdersIntoMySql {

    public static void main(String[] args) throws Exception {
        SparkConf conf = new SparkConf();
        MysqlDataSource mysql = new MysqlDataSource();
        mysql.setUrl(conf.get("spark.orders.mysql"));

        MySqlOffsetStore store = new MySqlOffsetStore(mysql, SqlTable.own());
        try (ManagedStream stream = ManagedStream.of(
                        new JavaSparkContext(conf), store,
                        StreamSettings.builder(StringDeserializer.class, StringDeserializer.class)
                                .group(conf.get("spark.orders.group"))
                                .topics("orders")
                                .kafka(Map.of("bootstrap.servers", conf.get("spark.orders.kafka")))
                                .batchInterval(Duration.ofMillis(conf.getLong("spark.orders.interval", 10_000)))
                                .maxRecordsPerBatch(conf.getLong("spark.orders.batch", 100_000))
                                .build())
                .exactlyOnceWith((orders, connection) -> {
                    PreparedStatement add = connection.prepareStatement("INSERT INTO " + conf.get("spark.orders.table")
                            + " VALUES (?, ?) ON DUPLICATE KEY UPDATE orders = orders + VALUES(orders)");
                    for (var city : orders.records().map(order -> order.value()).countByValue().entrySet()) {
                        add.setString(1, city.getKey());
                        add.setLong(2, city.getValue());
                        add.executeUpdate();
                    }
                })) {
            stream.awaitTermination();
        }
    }
}
