package io.tidemark.embedded.zookeeper;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ChildJvm;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.PropertiesFile;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ZooKeeper in a JVM of its own. */
final class ZooKeeperProcess extends ServerProcess implements EmbeddedZooKeeper {

    private static final String FIRST_HEAP = "32m";
    // a server keeps its last 500 writes in memory, and has no setting to keep fewer: 1.9 GB if each of them has 10,000
    // nodes. The JVM takes only as much as it needs
    private static final String MOST_HEAP = "3g";

    ZooKeeperProcess(ServerOptions options) {
        super("ZooKeeper", options, Set.of("dataDir", "clientPort", "clientPortAddress"));
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Files.createDirectories(home.data());
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tickTime", "500");
        settings.put("maxSessionTimeout", "60000");
        settings.put("maxClientCnxns", "0");
        settings.put("admin.enableServer", "false");
        settings.put("4lw.commands.whitelist", "ruok,srvr,stat,mntr,cons,dump");
        // in kB; the default writes 64 MB at the first change
        settings.put("preAllocSize", "1024");
        settings.put("forceSync", isTemporary() ? "no" : "yes");
        settings.putAll(settings());
        // a system property of the server, which its file cannot hold
        String largestRequest = settings.remove("jute.maxbuffer");
        settings.put("dataDir", home.data().toString());
        settings.put("clientPortAddress", "127.0.0.1");
        settings.put("clientPort", String.valueOf(listenPort));

        Path file = PropertiesFile.write(home.root().resolve("zoo.cfg"), settings);
        List<String> options = new ArrayList<>(
                List.of("-Xms" + FIRST_HEAP, "-Xmx" + MOST_HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (largestRequest != null) {
            options.add("-Djute.maxbuffer=" + largestRequest);
        }
        return ChildJvm.command(home, ZooKeeperMain.class, options, file);
    }

    @Override
    protected boolean answers(Duration limit) {
        return ServerCheck.succeeds(port(), limit, (in, out) -> {
            out.write("srvr".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // one that still loads its data says that it does not serve requests
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).startsWith("Zookeeper version");
        });
    }
}
