package io.tidemark.embedded.mysql;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;

/**
 * A MySQL-compatible server: MariaDB, with a user who may do everything and a database {@code tidemark}. It can be
 * reached over TCP, without TLS.
 */
public interface EmbeddedMySql extends EmbeddedServer {

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

    /** The URL of the database {@code tidemark}, without parameters. */
    String jdbcUrl();

    /**
     * The URL of another database, without parameters; the caller creates the database.
     *
     * @param database its name
     */
    String jdbcUrl(String database);

    /** The user, who has all rights. */
    String user();

    /** The user's password. */
    String password();
}
