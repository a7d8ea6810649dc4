package io.tidemark.offset.mysql;

import io.tidemark.embedded.EmbeddedMySql;

/** One server for all tests that neither stop nor kill it; it ends with the JVM. */
final class SharedServer {

    private static final EmbeddedMySql SERVER = EmbeddedMySql.start();

    private SharedServer() {}

    static EmbeddedMySql get() {
        return SERVER;
    }
}
