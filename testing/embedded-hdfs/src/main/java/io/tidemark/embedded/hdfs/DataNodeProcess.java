package io.tidemark.embedded.hdfs;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.Port;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A data node in a JVM of its own. */
final class DataNodeProcess extends ServerProcess {

    private final NameNodeProcess nameNode;
    private final Port web;
    private final Port control;

    DataNodeProcess(ServerOptions options, NameNodeProcess nameNode) {
        super("HDFS data node", options, HdfsCommand.OWN_SETTINGS);
        this.nameNode = nameNode;
        this.web = anotherPort();
        this.control = anotherPort();
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Files.createDirectories(home.data());
        Map<String, String> settings = HdfsCommand.settings(settings(), nameNode.address());
        settings.put("dfs.datanode.address", address());
        settings.put("dfs.datanode.http.address", web.address());
        settings.put("dfs.datanode.ipc.address", control.address());
        settings.put(
                "dfs.datanode.data.dir", home.root().relativize(home.data()).toString());
        return HdfsCommand.of(home, DataNodeMain.class, settings);
    }

    @Override
    protected boolean answers(Duration limit) {
        return nameNode.isOperational(limit);
    }
}
