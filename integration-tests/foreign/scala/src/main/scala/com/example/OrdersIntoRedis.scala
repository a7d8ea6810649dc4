package com.example

import io.tidemark.metrics.redis.RedisMetricSink
import io.tidemark.metrics.{Measurement, MetricValue}
import io.tidemark.offset.config.OffsetStores
import io.tidemark.spark.{Batch, ManagedStream, StreamSettings}
import java.time.Duration
import org.apache.kafka.common.serialization.StringDeserializer
import org.apache.spark.SparkConf
import org.apache.spark.api.java.JavaSparkContext
import redis.clients.jedis.RedisClient
import scala.collection.JavaConverters._

/** Orders by city, in Redis beside the sink's ledger: both change in one step. */
object OrdersIntoRedis {

  def main(args: Array[String]): Unit = {
    val conf = new SparkConf()
    val settings = StreamSettings.builder(classOf[StringDeserializer], classOf[StringDeserializer])
      .group(conf.get("spark.orders.group"))
      .topics("orders")
      .kafka(Map("bootstrap.servers" -> conf.get("spark.orders.kafka")).asJava)
      .batchInterval(Duration.ofMillis(conf.getLong("spark.orders.interval", 10000)))
      .maxRecordsPerBatch(conf.getLong("spark.orders.batch", 100000))
      .build()
    val sink = new RedisMetricSink(RedisClient.create(conf.get("spark.orders.redis")))

    val offsets = OffsetStores.open(conf.get("spark.orders.store"))
    val stream = ManagedStream.of(new JavaSparkContext(conf), offsets.store, settings)
      .exactlyOnceInto(sink, (orders: Batch[String, String]) =>
        orders.records.rdd.map(_.value).countByValue().map { case (city, count) =>
          Measurement.timeless("orders", Map("city" -> city).asJava, new MetricValue.Sum(count))
        }.toList.asJava)
    try stream.awaitTermination() finally { stream.close(); offsets.close() }
  }
}
