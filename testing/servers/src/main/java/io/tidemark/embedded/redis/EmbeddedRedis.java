package io.tidemark.embedded.redis;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;
import io.tidemark.servers.TestRedis;

/** A Redis server. */
public interface EmbeddedRedis extends EmbeddedServer, TestRedis {

    /** Starts one on a free port with temporary data. */
    static EmbeddedRedis start() {
        return start(ServerOptions.temporary());
    }

    /**
     * Starts one.
     *
     * @throws EmbeddedServerException if it cannot start
     */
    static EmbeddedRedis start(ServerOptions options) {
        return ServerProcess.started(new RedisProcess(options));
    }
}
