package io.tidemark.offset.postgresql;

import io.tidemark.servers.TestPostgreSql;
import org.jspecify.annotations.Nullable;

/** One server for all tests that neither stop nor kill it; it ends with the JVM. */
final class SharedServer {

    private static @Nullable TestPostgreSql server;

    private SharedServer() {}

    static synchronized TestPostgreSql get() {
        TestPostgreSql running = server;
        if (running == null) {
            running = TestPostgreSql.start();
            server = running;
        }
        return running;
    }
}
