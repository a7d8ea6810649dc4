package io.tidemark.it;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
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
        EmbeddedServer server() {
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
        EmbeddedServer server() {
            return Servers.ZOOKEEPER;
        }
    },
    KAFKA {
        @Override
        OpenOffsetStore open(WriterName writer) {
            return OffsetStores.open("kafka://" + Servers.KAFKA.bootstrapServers(), Map.of("writer", writer.value()));
        }

        @Override
        EmbeddedServer server() {
            return Servers.KAFKA;
        }
    };

    abstract OpenOffsetStore open(WriterName writer);

    /** The server that holds the offsets. */
    abstract EmbeddedServer server();
}
