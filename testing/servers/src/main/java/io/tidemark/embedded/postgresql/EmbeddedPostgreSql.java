package io.tidemark.embedded.postgresql;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;
import io.tidemark.servers.TestPostgreSql;

/**
 * A PostgreSQL server, with a superuser and a database {@code tidemark}. It can be reached over TCP. It never runs as
 * root: a JVM of root starts it as the user {@code nobody}.
 */
public interface EmbeddedPostgreSql extends EmbeddedServer, TestPostgreSql {

    /** Starts one on a free port with temporary data. */
    static EmbeddedPostgreSql start() {
        return start(ServerOptions.temporary());
    }

    /**
     * Starts one. The first start on a machine unpacks 50 MB into the cache directory.
     *
     * @throws EmbeddedServerException if it cannot start
     */
    static EmbeddedPostgreSql start(ServerOptions options) {
        return ServerProcess.started(new PostgreSqlProcess(options));
    }
}
