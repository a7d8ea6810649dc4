package com.example

import io.tidemark.metrics.redis.RedisMetricSink
import io.tidemark.metrics.{Measurement, MetricValue}
import io.tidemark.offset.config.OffsetStores
import io.tidemark.structured.{ManagedQuery, QuerySettings}
import java.time.Duration
import org.apache.spark.sql.{Dataset, Encoders, Row, SparkSession}
import redis.clients.jedis.RedisClient
import scala.collection.JavaConverters._

/** The same with Structured Streaming. It is compiled by the tests, on each line of Spark, and not run. */
object OrdersQuery {

  def main(args: Array[String]): Unit = {
    val spark = SparkSession.builder().getOrCreate()
    val conf = spark.sparkContext.getConf
    val settings = QuerySettings.builder()
      .group(conf.get("spark.orders.group"))
      .topics("orders")
      .kafka(Map("bootstrap.servers" -> conf.get("spark.orders.kafka")).asJava)
      .checkpoint(conf.get("spark.orders.checkpoint"))
      .batchInterval(Duration.ofSeconds(1))
      .build()
    val sink = new RedisMetricSink(RedisClient.create(conf.get("spark.orders.redis")))

    val offsets = OffsetStores.open(conf.get("spark.orders.store"))
    val query = ManagedQuery.of(spark, offsets.store, settings)
      .transform((orders: Dataset[Row]) => orders.selectExpr("CAST(value AS STRING)").as(Encoders.STRING))
      .exactlyOnceInto(sink, (orders: Dataset[String]) =>
        orders.groupBy("value").count().collect().map { row =>
          Measurement.timeless("orders", Map("city" -> row.getString(0)).asJava, new MetricValue.Sum(row.getLong(1)))
        }.toList.asJava)
    try query.awaitTermination() finally { query.close(); offsets.close() }
  }
}
