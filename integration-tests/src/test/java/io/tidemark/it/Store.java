package io.tidemark.it;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.servers.TestServer;
import java.util.Map;

/** The stores, each as a job opens it. */
enum Store {
    MYSQL {
        @Override
        OpenOffsetStore open(WriterName writer) {
            return OffsetStores.open(
                    Servers.MYSQL.jdbcUrl(),
                    Map.of(
                            "layout",
                            "own",
                            "writer",
                            writer.value(),
                            "user",
                            Servers.MYSQL.user(),
                            "password",
                            Servers.MYSQL.password(),
                            "driver.connectTimeout",
                            "2000",
                            "driver.socketTimeout",
                            "5000"));
        }

        @Override
        TestServer server() {
            return Servers.MYSQL;
        }
    },
    ZOOKEEPER {
        @Override
        OpenOffsetStore open(WriterName writer) {
            return OffsetStores.open(
                    "zookeeper://" + Servers.ZOOKEEPER.address() + "/jobs",
                    Map.of("writer", writer.value(), "session", "6s", "timeout", "5s"));
        }

        @Override
        TestServer server() {
            return Servers.ZOOKEEPER;
        }
    },
    KAFKA {
        @Override
        OpenOffsetStore open(WriterName writer) {
            return OffsetStores.open("kafka://" + Servers.KAFKA.bootstrapServers(), Map.of("writer", writer.value()));
        }

        @Override
        TestServer server() {
            return Servers.KAFKA;
        }
    };

    abstract OpenOffsetStore open(WriterName writer);

    /** The server that holds the offsets. */
    abstract TestServer server();
}
