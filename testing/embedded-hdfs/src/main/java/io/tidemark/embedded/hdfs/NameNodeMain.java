package io.tidemark.embedded.hdfs;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.util.ExitUtil;

/** What runs in the name node's process: formats the data directory if it is new, then serves it. */
final class NameNodeMain {

    private NameNodeMain() {}

    /** Takes the path of {@code hdfs-site.xml}. */
    public static void main(String[] arguments) {
        try {
            serve(arguments[0]);
        } catch (Exception failure) {
            failure.printStackTrace();
            // other threads may run already
            ExitUtil.halt(1);
        }
    }

    private static void serve(String file) throws Exception {
        Configuration settings = new HdfsConfiguration();
        settings.addResource(Path.of(file).toUri().toURL());
        Path data = Path.of(settings.get("dfs.namenode.name.dir"));
        // formatting and serving in one JVM register the same metrics
        DefaultMetricsSystem.setMiniClusterMode(true);
        if (Files.notExists(data.resolve("current").resolve("VERSION"))) {
            NameNode.format(settings);
        }
        NameNode.createNameNode(new String[0], settings).join();
    }
}
