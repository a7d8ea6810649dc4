package io.tidemark.embedded.hdfs;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;

/** A name node and its data node. */
final class HdfsServers implements EmbeddedHdfs {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final NameNodeProcess nameNode;
    private final DataNodeProcess dataNode;
    private final Duration limit;

    private HdfsServers(NameNodeProcess nameNode, DataNodeProcess dataNode, Duration limit) {
        this.nameNode = nameNode;
        this.dataNode = dataNode;
        this.limit = limit;
    }

    static HdfsServers start(ServerOptions options) {
        NameNodeProcess nameNode = ServerProcess.started(new NameNodeProcess(options));
        try {
            DataNodeProcess dataNode = ServerProcess.started(new DataNodeProcess(besides(options, nameNode), nameNode));
            return new HdfsServers(nameNode, dataNode, options.startTimeout());
        } catch (RuntimeException failure) {
            nameNode.close();
            throw failure;
        }
    }

    /** The data node's directory lies in the name node's, if that is kept. */
    private static ServerOptions besides(ServerOptions options, NameNodeProcess nameNode) {
        ServerOptions own = options.dataDirectory().isPresent()
                ? ServerOptions.at(nameNode.dataDirectory().resolve("data-node"))
                : ServerOptions.temporary();
        for (var setting : options.settings().entrySet()) {
            own = own.setting(setting.getKey(), setting.getValue());
        }
        return own.startTimeout(options.startTimeout());
    }

    @Override
    public String uri() {
        return "hdfs://" + address();
    }

    @Override
    public EmbeddedServer dataNode() {
        return dataNode;
    }

    /** Returns when the name node has left its safe mode, if the data node runs. */
    @Override
    public void restart() {
        nameNode.restart();
        long began = System.nanoTime();
        while (dataNode.isRunning() && !nameNode.isOperational(ANSWER)) {
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new EmbeddedServerException("Cannot restart " + this + ": the name node has not left its safe"
                        + " mode within " + limit.toMillis() + " ms; see " + log() + " and " + dataNode.log());
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new EmbeddedServerException(
                        "Cannot restart " + this + ": the thread was interrupted", interruption);
            }
        }
    }

    @Override
    public String address() {
        return nameNode.address();
    }

    @Override
    public int port() {
        return nameNode.port();
    }

    @Override
    public boolean isRunning() {
        return nameNode.isRunning();
    }

    @Override
    public void stop() {
        nameNode.stop();
    }

    @Override
    public void kill() {
        nameNode.kill();
    }

    @Override
    public void freeze() {
        nameNode.freeze();
    }

    @Override
    public void thaw() {
        nameNode.thaw();
    }

    @Override
    public Path dataDirectory() {
        return nameNode.dataDirectory();
    }

    @Override
    public Path log() {
        return nameNode.log();
    }

    @Override
    public void close() {
        try {
            dataNode.close();
        } finally {
            nameNode.close();
        }
    }

    @Override
    public String toString() {
        return nameNode.toString();
    }
}
