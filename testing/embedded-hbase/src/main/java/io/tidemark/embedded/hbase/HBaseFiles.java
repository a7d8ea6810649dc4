package io.tidemark.embedded.hbase;

import io.tidemark.embedded.process.ChildJvm;
import io.tidemark.embedded.process.DataDirectory;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configuration and the command line of HBase's processes. */
final class HBaseFiles {

    private static final List<String> OPENED = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");

    private HBaseFiles() {}

    /**
     * The settings of all processes of a cluster: loopback, few threads, no pages, a short wait for region servers.
     *
     * @param root the directory of the cluster's files
     * @param zooKeeperPort the port of the cluster's ZooKeeper
     */
    static Map<String, String> settings(Path root, int zooKeeperPort) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hbase.rootdir", root.resolve("hbase").toUri().toString());
        settings.put("hbase.tmp.dir", root.resolve("tmp").toString());
        settings.put(
                "hbase.zookeeper.property.dataDir", root.resolve("zookeeper").toString());
        settings.put("hbase.zookeeper.property.clientPort", String.valueOf(zooKeeperPort));
        settings.put("hbase.zookeeper.property.tickTime", "1000");
        settings.put("hbase.zookeeper.quorum", "127.0.0.1");
        // a region server whose session expires on a busy machine ends itself
        settings.put("zookeeper.session.timeout", "20000");
        // with everything in one JVM, HBase sets it to this value instead, 10 s by default
        settings.put("zookeeper.session.timeout.localHBaseCluster", "20000");
        // without checksums, a flush reaches the operating system, so that a killed process has lost nothing
        settings.put("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
        settings.put("hbase.unsafe.stream.capability.enforce", "false");
        settings.put("hbase.wal.provider", "filesystem");
        settings.put("hbase.procedure.store.wal.use.hsync", "false");
        for (String role : List.of("master", "regionserver")) {
            settings.put("hbase." + role + ".hostname", "localhost");
            settings.put("hbase." + role + ".ipc.address", "127.0.0.1");
            settings.put("hbase." + role + ".info.port", "-1");
        }
        settings.put("hbase.localcluster.port.ephemeral", "false");
        settings.put("hbase.regionserver.handler.count", "8");
        settings.put("hbase.master.wait.on.regionservers.interval", "100");
        settings.put("hbase.master.wait.on.regionservers.timeout", "100");
        return settings;
    }

    /** Writes the settings, and returns the command of a JVM that runs with them. */
    static List<String> command(DataDirectory home, HBaseMain.Role role, Map<String, String> settings, int readyPort)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of("<configuration>"));
        settings.forEach((key, value) ->
                lines.add("<property><name>" + escape(key) + "</name><value>" + escape(value) + "</value></property>"));
        lines.add("</configuration>");
        Path site = home.write("hbase-site.xml", lines);
        List<String> options = new ArrayList<>(OPENED);
        options.addAll(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=true",
                "-D" + HBaseMain.ROLE + "=" + role,
                "-D" + HBaseMain.READY_PORT + "=" + readyPort));
        return ChildJvm.command(home, HBaseMain.class, classPath(home), options, site);
    }

    /** The configuration's directory first, then this module, then the archives of HBase. */
    private static String classPath(DataDirectory home) throws IOException {
        try (InputStream list = HBaseFiles.class.getResourceAsStream("class-path.txt")) {
            if (list == null) {
                throw new FileNotFoundException(
                        "class-path.txt is not on the class path: build testing/embedded-hbase");
            }
            Path own = Path.of(HBaseFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return String.join(
                    File.pathSeparator,
                    home.root().toString(),
                    own.toAbsolutePath().toString(),
                    new String(list.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
