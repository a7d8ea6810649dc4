package com.example

import com.mysql.cj.jdbc.MysqlDataSource
import io.tidemark.offset.jdbc.SqlTable
import io.tidemark.offset.mysql.MySqlOffsetStore
import io.tidemark.spark.{Batch, ManagedStream, StreamSettings}
import java.sql.Connection
import java.time.Duration
import org.apache.kafka.common.serialization.StringDeserializer
import org.apache.spark.SparkConf
import org.apache.spark.api.java.JavaSparkContext
import scala.collection.JavaConverters._

/** Orders by city, in a table beside their offsets: both change in one transaction. */
object OrdersIntoMySql {

  def main(args: Array[String]): Unit = {
    val conf = new SparkConf()
    val mysql = new MysqlDataSource()
    mysql.setUrl(conf.get("spark.orders.mysql"))
    val table = conf.get("spark.orders.table")

    val store = new MySqlOffsetStore(mysql, SqlTable.own())
    val settings = StreamSettings.builder(classOf[StringDeserializer], classOf[StringDeserializer])
      .group(conf.get("spark.orders.group"))
      .topics("orders")
      .kafka(Map("bootstrap.servers" -> conf.get("spark.orders.kafka")).asJava)
      .batchInterval(Duration.ofMillis(conf.getLong("spark.orders.interval", 10000)))
      .maxRecordsPerBatch(conf.getLong("spark.orders.batch", 100000))
      .build()
    val stream = ManagedStream.of(new JavaSparkContext(conf), store, settings)
      .exactlyOnceWith((orders: Batch[String, String], connection: Connection) => {
        val add = connection.prepareStatement(
          s"INSERT INTO $table VALUES (?, ?) ON DUPLICATE KEY UPDATE orders = orders + VALUES(orders)")
        orders.records.rdd.map(_.value).countByValue().foreach { case (city, count) =>
          add.setString(1, city)
          add.setLong(2, count)
          add.executeUpdate()
        }
      })
    try stream.awaitTermination() finally stream.close()
  }
}
