package io.tidemark.embedded.mysql;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;
import io.tidemark.servers.TestMySql;

/**
 * A MySQL-compatible server: MariaDB, with a user who may do everything and a database {@code tidemark}. It can be
 * reached over TCP, without TLS.
 */
public interface EmbeddedMySql extends EmbeddedServer, TestMySql {

    /** Starts one on a free port with temporary data. */
    static EmbeddedMySql start() {
        return start(ServerOptions.temporary());
    }

    /**
     * Starts one. The first start on a machine unpacks 314 MB into the cache directory.
     *
     * @throws EmbeddedServerException if it cannot start
     */
    static EmbeddedMySql start(ServerOptions options) {
        return ServerProcess.started(new MariaDbProcess(options));
    }
}
