package io.tidemark.offset.hbase;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.StoreSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections for settings. Apart from the provider, which must load without HBase's classes. */
final class HBaseConnections {

    private static final Logger LOG = LoggerFactory.getLogger(HBaseConnections.class);
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final List<String> PREFIXES = List.of("hbase.", "hadoop.", "zookeeper.");

    private HBaseConnections() {}

    static OpenOffsetStore open(StoreSettings settings) {
        Duration connect = settings.duration("connect").orElse(CONNECT);
        HBaseStoreOptions options = options(settings);
        Configuration configuration = configuration(settings);
        settings.requireValid();

        AsyncConnection connection = connect(settings, configuration, connect);
        return new OpenOffsetStore(
                new HBaseOffsetStore(connection, options), settings.address(), () -> close(connection));
    }

    private static HBaseStoreOptions options(StoreSettings settings) {
        HBaseStoreOptions options = HBaseStoreOptions.defaults().writer(settings.writer());
        String table = settings.path().replaceAll("^/+|/+$", "");
        if (!table.isEmpty()) {
            options = named(settings, options, options::table, table);
        }
        Optional<String> takeOver = settings.text("take-over");
        if (takeOver.isPresent()) {
            options = named(settings, options, options::takeOver, takeOver.get());
        }
        Optional<Duration> timeout = settings.duration("timeout");
        return timeout.isPresent() ? options.timeout(timeout.get()) : options;
    }

    private static HBaseStoreOptions named(
            StoreSettings settings,
            HBaseStoreOptions options,
            Function<String, HBaseStoreOptions> setting,
            String name) {
        try {
            return setting.apply(name);
        } catch (IllegalArgumentException invalid) {
            settings.problem("'" + name + "' is not the name of a table, TABLE or NAMESPACE:TABLE");
            return options;
        }
    }

    private static Configuration configuration(StoreSettings settings) {
        Configuration configuration = HBaseConfiguration.create();
        if (settings.scheme().equals("hbase+rpc")) {
            if (settings.hosts().isEmpty()) {
                settings.problem("the URL must name at least one server, hbase+rpc://host:16020");
            }
            configuration.set("hbase.client.registry.impl", "org.apache.hadoop.hbase.client.RpcConnectionRegistry");
            configuration.set("hbase.client.bootstrap.servers", settings.hosts());
        } else if (!settings.hosts().isEmpty()) {
            configuration.set("hbase.zookeeper.quorum", settings.hosts());
            int colon = settings.hosts().lastIndexOf(':');
            if (colon > settings.hosts().lastIndexOf(',') && !settings.hosts().endsWith("]")) {
                // a port at the end is meant for the hosts without one, too
                configuration.set(
                        "hbase.zookeeper.property.clientPort", settings.hosts().substring(colon + 1));
            }
        }
        for (String prefix : PREFIXES) {
            Map<String, String> given = settings.startingWith(prefix);
            given.forEach((key, value) -> configuration.set(prefix + key, value));
        }
        return configuration;
    }

    private static AsyncConnection connect(StoreSettings settings, Configuration configuration, Duration limit) {
        CompletableFuture<AsyncConnection> connecting = ConnectionFactory.createAsyncConnection(configuration);
        try {
            return connecting.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": " + reason(failed)
                            + "; check that HBase and its ZooKeeper run and can be reached, and the login if they"
                            + " require one",
                    failed);
        } catch (TimeoutException late) {
            closeLater(connecting);
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": no server answered within "
                            + limit.toMillis()
                            + " ms; check that HBase and its ZooKeeper run and can be reached, or set connect to a"
                            + " longer time",
                    late);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            closeLater(connecting);
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": the thread was interrupted",
                    interrupt);
        }
    }

    private static String reason(ExecutionException failed) {
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    private static void closeLater(CompletableFuture<AsyncConnection> connecting) {
        var unused = connecting.thenAccept(HBaseConnections::close);
    }

    private static void close(AsyncConnection connection) {
        try {
            connection.close();
        } catch (IOException failure) {
            LOG.warn("Closing the connection to HBase failed", failure);
        }
    }
}
