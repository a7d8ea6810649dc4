package io.tidemark.embedded.hbase;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;

/**
 * HBase in one JVM: ZooKeeper, a master and a region server, with their files on the local file system. It keeps what
 * it has acknowledged after {@link #kill()}, because its log is written to the operating system before each answer.
 */
public interface EmbeddedHBase extends EmbeddedServer {

    /** Starts one on free ports with temporary data. */
    static EmbeddedHBase start() {
        return start(ServerOptions.temporary());
    }

    /**
     * Starts one. The settings are properties of {@code hbase-site.xml}.
     *
     * @throws EmbeddedServerException if it cannot start
     */
    static EmbeddedHBase start(ServerOptions options) {
        return ServerProcess.started(new HBaseProcess(options));
    }

    /** The address of its ZooKeeper, for {@code hbase.zookeeper.quorum}. */
    String quorum();

    /** The address of the master, for {@code hbase.client.bootstrap.servers}. */
    String master();

    /**
     * Starts another region server of the same cluster, in a JVM of its own. To be closed before this one.
     *
     * @throws EmbeddedServerException if it cannot start
     */
    EmbeddedServer startRegionServer();
}
