package io.tidemark.embedded.redis;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;

/** A Redis server. */
public interface EmbeddedRedis extends EmbeddedServer {

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

    /** As in {@code redis://127.0.0.1:21000}. */
    String uri();
}
