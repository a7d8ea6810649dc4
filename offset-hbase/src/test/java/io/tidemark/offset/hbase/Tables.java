package io.tidemark.offset.hbase;

import io.tidemark.offset.hbase.internal.layout.GroupRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.hbase.HConstants;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncAdmin;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;

/** Changes tables as an administrator does in the HBase shell. */
final class Tables {

    private final AsyncConnection connection;

    Tables(AsyncConnection connection) {
        this.connection = connection;
    }

    AsyncAdmin admin() {
        return connection.getAdmin();
    }

    void create(String table, String family) {
        create(table, family, HConstants.FOREVER);
    }

    void create(String table, String family, int timeToLive) {
        await(admin().createTable(TableDescriptorBuilder.newBuilder(TableName.valueOf(table))
                .setColumnFamily(ColumnFamilyDescriptorBuilder.newBuilder(bytes(family))
                        .setTimeToLive(timeToLive)
                        .build())
                .build()));
    }

    void disable(String table) {
        await(admin().disableTable(TableName.valueOf(table)));
    }

    void enable(String table) {
        await(admin().enableTable(TableName.valueOf(table)));
    }

    void drop(String table) {
        disable(table);
        await(admin().deleteTable(TableName.valueOf(table)));
    }

    void put(String table, String row, String family, String column, String value) {
        await(connection
                .getTable(TableName.valueOf(table))
                .put(new Put(bytes(row)).addColumn(bytes(family), bytes(column), bytes(value))));
    }

    /** The text of a cell of the store's family. */
    String get(String table, String row, String column) {
        Result result = await(connection.getTable(TableName.valueOf(table)).get(new Get(bytes(row))));
        return new String(result.getValue(GroupRow.family(), bytes(column)), StandardCharsets.UTF_8);
    }

    /** Deletes all rows. What is written after it has returned is not covered by its markers. */
    void clear(String table) {
        List<Delete> deletes = await(
                        connection.getTable(TableName.valueOf(table)).scanAll(new Scan()))
                .stream()
                .map(row -> new Delete(row.getRow()))
                .toList();
        if (!deletes.isEmpty()) {
            await(connection.getTable(TableName.valueOf(table)).deleteAll(deletes));
            long markedAt = System.currentTimeMillis();
            while (System.currentTimeMillis() <= markedAt) {
                Thread.onSpinWait();
            }
        }
    }

    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(90, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
