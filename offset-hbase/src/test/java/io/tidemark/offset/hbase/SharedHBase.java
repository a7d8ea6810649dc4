package io.tidemark.offset.hbase;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hbase.EmbeddedHBase;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.security.User;

/**
 * One HBase for all tests of the module, because it takes seconds to start; it ends with the JVM. It checks
 * permissions: the user of this process is its superuser, and others have none.
 */
final class SharedHBase {

    static final EmbeddedHBase SERVER = EmbeddedHBase.start(withPermissions().startTimeout(Duration.ofMinutes(3)));

    private static final AtomicInteger TABLES = new AtomicInteger();
    private static final String CHECK = "org.apache.hadoop.hbase.security.access.AccessController";

    private SharedHBase() {}

    private static ServerOptions withPermissions() {
        return ServerOptions.temporary()
                .setting("hbase.security.authorization", "true")
                .setting("hbase.coprocessor.master.classes", CHECK)
                .setting("hbase.coprocessor.region.classes", CHECK)
                .setting("hbase.coprocessor.regionserver.classes", CHECK);
    }

    /** The name of a table that no other test has, and that does not exist yet. */
    static String unusedTable() {
        return "test_" + TABLES.incrementAndGet();
    }

    /** A job's connection. */
    static AsyncConnection connect() {
        return Connections.open(SERVER.quorum());
    }

    static AsyncConnection connectAs(String user) {
        try {
            Configuration configuration = Connections.configuration(SERVER.quorum());
            return ConnectionFactory.createAsyncConnection(
                            configuration, User.createUserForTesting(configuration, user, new String[0]))
                    .get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("Cannot connect as " + user, failure);
        }
    }
}
