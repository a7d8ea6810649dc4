package io.tidemark.offset.mysql;

import io.tidemark.embedded.EmbeddedMySql;

/** One server for all tests that neither stop nor kill it: the one that was named, or one that ends with the JVM. */
final class SharedServer {

    private static final EmbeddedMySql SERVER = RunningMySql.named().orElseGet(EmbeddedMySql::start);

    private SharedServer() {}

    static EmbeddedMySql get() {
        return SERVER;
    }
}
