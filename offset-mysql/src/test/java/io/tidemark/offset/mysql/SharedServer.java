package io.tidemark.offset.mysql;

import io.tidemark.servers.TestMySql;

/** One server for all tests that neither stop nor kill it: the one that was named, or one that ends with the JVM. */
final class SharedServer {

    private static final TestMySql SERVER = RunningMySql.named().orElseGet(TestMySql::start);

    private SharedServer() {}

    static TestMySql get() {
        return SERVER;
    }
}
