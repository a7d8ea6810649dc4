package io.tidemark.servers;

import io.tidemark.embedded.redis.EmbeddedRedis;

/** A Redis or Valkey server that writes every change to its append-only file. */
public interface TestRedis extends TestServer {

    /** Starts one with empty data. */
    static TestRedis start() {
        return start(ServerSetup.standard());
    }

    /**
     * Starts one with empty data.
     *
     * @param setup with the server's own settings, as {@code redis.conf} names them
     */
    static TestRedis start(ServerSetup setup) {
        return Started.recorded(
                "Redis",
                switch (setup.kind()) {
                    case EMBEDDED -> EmbeddedRedis.start(setup.embedded());
                    case CONTAINERS -> new ContainerRedis(setup);
                },
                Versions::redis);
    }

    /** As in {@code redis://127.0.0.1:21000}. */
    default String uri() {
        return "redis://" + address();
    }
}
