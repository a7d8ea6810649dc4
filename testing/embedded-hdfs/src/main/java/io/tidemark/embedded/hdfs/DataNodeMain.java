package io.tidemark.embedded.hdfs;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.util.ExitUtil;

/** What runs in a data node's process. */
final class DataNodeMain {

    private DataNodeMain() {}

    /** Takes the path of {@code hdfs-site.xml}. */
    public static void main(String[] arguments) {
        try {
            serve(arguments[0]);
        } catch (Exception failure) {
            failure.printStackTrace();
            ExitUtil.halt(1);
        }
    }

    private static void serve(String file) throws Exception {
        Configuration settings = new HdfsConfiguration();
        settings.addResource(Path.of(file).toUri().toURL());
        DataNode node = DataNode.createDataNode(new String[0], settings);
        if (node == null) {
            throw new IllegalStateException("Cannot start the data node with " + file);
        }
        // its own join() is not public
        while (node.isDatanodeUp()) {
            TimeUnit.SECONDS.sleep(1);
        }
    }
}
