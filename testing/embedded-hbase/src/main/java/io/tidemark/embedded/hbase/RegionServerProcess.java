package io.tidemark.embedded.hbase;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.Port;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One more region server of a cluster. */
final class RegionServerProcess extends ServerProcess {

    private final Path root;
    private final int zooKeeperPort;
    private final Map<String, String> ofCluster;
    private final Port ready;

    RegionServerProcess(Path root, int zooKeeperPort, Map<String, String> ofCluster) {
        super("HBase region server", ServerOptions.temporary(), Set.of());
        this.root = root;
        this.zooKeeperPort = zooKeeperPort;
        this.ofCluster = ofCluster;
        this.ready = anotherPort();
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Map<String, String> settings = HBaseFiles.settings(root, zooKeeperPort);
        settings.putAll(ofCluster);
        settings.put("hbase.cluster.distributed", "true");
        settings.put("hbase.tmp.dir", home.root().resolve("tmp").toString());
        settings.put("hbase.regionserver.port", String.valueOf(listenPort));
        return HBaseFiles.command(home, HBaseMain.Role.REGION_SERVER, settings, ready.number());
    }

    @Override
    protected boolean answers(Duration limit) {
        return ServerCheck.succeeds(ready.number(), limit, (in, out) -> true);
    }
}
