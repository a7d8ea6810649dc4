package io.tidemark.bench.costs;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;

/** The loop of tutorials: a put for each partition, one after the other, into a row for the topic and the group. */
record PutByPut(AsyncConnection connection) implements StoreSubject.ObviousWay {

    private static final TableName TABLE = TableName.valueOf("stream_kafka_offsets");
    private static final byte[] FAMILY = bytes("offsets");

    /** Creates the table. */
    static PutByPut on(AsyncConnection connection) throws ExecutionException, InterruptedException {
        connection
                .getAdmin()
                .createTable(TableDescriptorBuilder.newBuilder(TABLE)
                        .setColumnFamily(ColumnFamilyDescriptorBuilder.of(FAMILY))
                        .build())
                .get();
        return new PutByPut(connection);
    }

    @Override
    public String title() {
        return "put by put";
    }

    @Override
    public void write(OffsetCommit commit) throws ExecutionException, InterruptedException {
        for (PartitionRange range : commit.ranges()) {
            Put put = new Put(bytes(
                            range.partition().topic() + ":" + commit.group().value()))
                    .addColumn(
                            FAMILY,
                            bytes(String.valueOf(range.partition().partition())),
                            bytes(String.valueOf(range.until())));
            connection.getTable(TABLE).put(put).get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
