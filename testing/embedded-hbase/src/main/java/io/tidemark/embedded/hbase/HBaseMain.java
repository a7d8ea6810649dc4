package io.tidemark.embedded.hbase;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.master.HMaster;
import org.apache.hadoop.hbase.regionserver.HRegionServer;

/**
 * The main class of HBase's processes. It opens the port {@value #READY_PORT} when the cluster serves its regions: a
 * master that has started still assigns them.
 */
final class HBaseMain {

    static final String ROLE = "tidemark.hbase.role";
    static final String READY_PORT = "tidemark.hbase.ready-port";

    private static final long POLL_MILLIS = 100;

    private HBaseMain() {}

    /** The processes of a cluster. */
    enum Role {
        CLUSTER,
        REGION_SERVER
    }

    /** Takes the path of {@code hbase-site.xml}, whose directory is on the class path. */
    public static void main(String[] arguments) throws Exception {
        Role role = Role.valueOf(System.getProperty(ROLE));
        Thread announcement = new Thread(() -> announce(role), "ready");
        announcement.setDaemon(true);
        announcement.start();
        if (role == Role.CLUSTER) {
            HMaster.main(new String[] {"start"});
        } else {
            HRegionServer.main(new String[] {"start"});
        }
    }

    private static void announce(Role role) {
        Configuration configuration = HBaseConfiguration.create();
        configuration.setInt("hbase.client.retries.number", 1);
        configuration.setInt("hbase.client.operation.timeout", 2_000);
        configuration.setInt("hbase.client.meta.operation.timeout", 2_000);
        configuration.setInt("hbase.rpc.timeout", 2_000);
        while (!serves(configuration, role)) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException end) {
                return;
            }
        }
        accept();
    }

    private static boolean serves(Configuration configuration, Role role) {
        try (Connection connection = ConnectionFactory.createConnection(configuration);
                Admin admin = connection.getAdmin()) {
            String port = configuration.get("hbase.regionserver.port");
            boolean isKnown = admin.getRegionServers().stream()
                    .anyMatch(server -> String.valueOf(server.getPort()).equals(port));
            if (!isKnown) {
                return false;
            }
            for (TableName name : admin.listTableNames()) {
                if (role == Role.CLUSTER && admin.isTableEnabled(name)) {
                    read(connection, name);
                }
            }
            return true;
        } catch (IOException | RuntimeException notYet) {
            return false;
        }
    }

    /** Reads any row. All tables of the cluster are small and have one region. */
    private static void read(Connection connection, TableName name) throws IOException {
        try (Table table = connection.getTable(name)) {
            table.exists(new Get(new byte[] {0}));
        }
    }

    private static void accept() {
        try (ServerSocket ready =
                new ServerSocket(Integer.getInteger(READY_PORT), 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (Socket asking = ready.accept()) {
                    asking.shutdownOutput();
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
