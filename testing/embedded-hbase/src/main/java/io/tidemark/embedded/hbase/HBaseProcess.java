package io.tidemark.embedded.hbase;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.Port;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JVM with ZooKeeper, a master and a region server. The server's port is ZooKeeper's. */
final class HBaseProcess extends ServerProcess implements EmbeddedHBase {

    static final Set<String> OWN_SETTINGS = Set.of(
            "hbase.rootdir",
            "hbase.zookeeper.quorum",
            "hbase.zookeeper.property.clientPort",
            "hbase.cluster.distributed");

    private final Port master;
    private final Port regionServer;
    private final Port ready;

    HBaseProcess(ServerOptions options) {
        super("HBase", options, OWN_SETTINGS);
        this.master = anotherPort();
        this.regionServer = anotherPort();
        this.ready = anotherPort();
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Files.createDirectories(home.data());
        Map<String, String> settings = HBaseFiles.settings(home.data(), listenPort);
        // a setting of its own puts it behind a proxy
        settings.put("hbase.regionserver.port", String.valueOf(regionServer.number()));
        settings.putAll(settings());
        settings.put("hbase.cluster.distributed", "false");
        settings.put("hbase.master.port", String.valueOf(master.number()));
        return HBaseFiles.command(home, HBaseMain.Role.CLUSTER, settings, ready.number());
    }

    @Override
    protected boolean answers(Duration limit) {
        return ServerCheck.succeeds(ready.number(), limit, (in, out) -> true);
    }

    @Override
    public String quorum() {
        return address();
    }

    @Override
    public String master() {
        return master.address();
    }

    @Override
    public EmbeddedServer startRegionServer() {
        return ServerProcess.started(new RegionServerProcess(dataDirectory().resolve("data"), port(), settings()));
    }
}
