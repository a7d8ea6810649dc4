package io.tidemark.offset.hbase;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.ConnectionFactory;

/** Connections to any server, as a job has one. */
final class Connections {

    private Connections() {}

    static Configuration configuration(String quorum) {
        Configuration configuration = HBaseConfiguration.create();
        configuration.set("hbase.zookeeper.quorum", quorum);
        return configuration;
    }

    static AsyncConnection open(String quorum) {
        try {
            return ConnectionFactory.createAsyncConnection(configuration(quorum))
                    .get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("Cannot connect to " + quorum, failure);
        }
    }

    static void close(AsyncConnection connection) {
        try {
            connection.close();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
