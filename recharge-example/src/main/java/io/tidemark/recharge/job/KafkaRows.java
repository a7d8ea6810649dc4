package io.tidemark.recharge.job;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of Spark's Kafka source as the records that Kafka's consumer reads. */
final class KafkaRows {

    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int TOPIC = 2;
    private static final int PARTITION = 3;
    private static final int OFFSET = 4;
    private static final int TIMESTAMP = 5;
    private static final int HEADERS = 6;

    private KafkaRows() {}

    /** The records of a batch, without a shuffle. */
    static JavaRDD<ConsumerRecord<byte[], byte[]>> records(Dataset<Row> batch) {
        return batch.select("key", "value", "topic", "partition", "offset", "timestamp", "headers")
                .toJavaRDD()
                .map(KafkaRows::record);
    }

    private static ConsumerRecord<byte[], byte[]> record(Row row) {
        return new ConsumerRecord<>(
                row.getString(TOPIC),
                row.getInt(PARTITION),
                row.getLong(OFFSET),
                row.getTimestamp(TIMESTAMP).getTime(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                row.getAs(KEY),
                row.getAs(VALUE),
                headers(row),
                Optional.empty());
    }

    private static Headers headers(Row row) {
        Headers headers = new RecordHeaders();
        if (!row.isNullAt(HEADERS)) {
            row.<Row>getList(HEADERS).forEach(header -> headers.add(header.getString(0), header.getAs(1)));
        }
        return headers;
    }
}
