package io.tidemark.servers;

import io.tidemark.embedded.mysql.EmbeddedMySql;

/** A MySQL-compatible server with a user who may do everything and a database {@code tidemark}. */
public interface TestMySql extends TestServer {

    /** Starts one with empty data. */
    static TestMySql start() {
        return start(ServerSetup.standard());
    }

    /**
     * Starts one with empty data.
     *
     * @param setup with the server's own options, as {@code my.cnf} names them, spelled with hyphens
     */
    static TestMySql start(ServerSetup setup) {
        return Started.recorded(
                "MySQL",
                switch (setup.kind()) {
                    case EMBEDDED -> EmbeddedMySql.start(setup.embedded());
                    case CONTAINERS -> new ContainerMySql(setup);
                },
                Versions::mySql);
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
        return "jdbc:mysql://" + address() + "/" + database;
    }

    /** The user, who has all rights. */
    String user();

    /** The user's password. */
    String password();
}
