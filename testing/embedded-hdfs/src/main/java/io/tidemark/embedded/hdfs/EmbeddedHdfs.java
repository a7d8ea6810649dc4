package io.tidemark.embedded.hdfs;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;

/**
 * HDFS with a name node and a data node, each in a process of its own. This server is the name node: it is what is
 * killed, frozen and restarted; {@link #dataNode()} is the other one. Closing this closes both. Files have one replica
 * unless the client asks for another number.
 */
public interface EmbeddedHdfs extends EmbeddedServer {

    /** Starts one on free ports with temporary data. */
    static EmbeddedHdfs start() {
        return start(ServerOptions.temporary());
    }

    /**
     * Starts one.
     *
     * @param options settings are those of {@code hdfs-site.xml}, for both
     * @throws EmbeddedServerException if it cannot start
     */
    static EmbeddedHdfs start(ServerOptions options) {
        return HdfsServers.start(options);
    }

    /** The address of the file system, as in {@code hdfs://127.0.0.1:21000}. */
    String uri();

    /** The data node. It has registered with the name node when its start returns. */
    EmbeddedServer dataNode();
}
