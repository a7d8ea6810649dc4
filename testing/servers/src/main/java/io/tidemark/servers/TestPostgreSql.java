package io.tidemark.servers;

import io.tidemark.embedded.postgresql.EmbeddedPostgreSql;

/** A PostgreSQL server with a user who may do everything and a database {@code tidemark}. */
public interface TestPostgreSql extends TestServer {

    /** Starts one with empty data. */
    static TestPostgreSql start() {
        return start(ServerSetup.standard());
    }

    /**
     * Starts one with empty data. Aborts the test that needs it, as skipped, if the tests run on containers and there
     * is no image of it.
     *
     * @param setup with the server's own options, as {@code postgresql.conf} names them
     */
    static TestPostgreSql start(ServerSetup setup) {
        return Started.recorded(
                "PostgreSQL",
                switch (setup.kind()) {
                    case EMBEDDED -> EmbeddedPostgreSql.start(setup.embedded());
                    case CONTAINERS -> ContainerPostgreSql.startOrAbort(setup);
                },
                Versions::postgreSql);
    }

    /** The URL of the database {@code tidemark}, without parameters. */
    default String jdbcUrl() {
        return jdbcUrl("tidemark");
    }

    /**
     * The URL of another database, without parameters; the caller creates the database.
     *
     * @param database its name
     */
    default String jdbcUrl(String database) {
        return "jdbc:postgresql://" + address() + "/" + database;
    }

    /** The user, who has all rights. */
    String user();

    /** The user's password. */
    String password();
}
