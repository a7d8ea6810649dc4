package io.tidemark.it;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hbase.EmbeddedHBase;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.embedded.postgresql.EmbeddedPostgreSql;
import java.time.Duration;
import java.util.List;

/** A server for each kind of store, for all tests of this JVM, with which they end. */
final class EveryServer {

    private static final ServerOptions PATIENT = ServerOptions.temporary().startTimeout(Duration.ofMinutes(3));
    private static final EmbeddedPostgreSql POSTGRESQL = EmbeddedPostgreSql.start(PATIENT);
    private static final EmbeddedHBase HBASE = EmbeddedHBase.start(PATIENT);
    private static final EmbeddedHdfs HDFS = EmbeddedHdfs.start(PATIENT);

    private EveryServer() {}

    /** A URL of each store. */
    static List<String> urls() {
        return List.of(
                "mysql://" + Servers.MYSQL.user() + ":" + Servers.MYSQL.password() + "@" + Servers.MYSQL.address()
                        + "/tidemark",
                "postgresql://" + POSTGRESQL.user() + ":" + POSTGRESQL.password() + "@" + POSTGRESQL.address()
                        + "/tidemark",
                "zookeeper://" + Servers.ZOOKEEPER.address() + "/every",
                "hbase://" + HBASE.quorum() + "/every",
                "kafka://" + Servers.KAFKA.bootstrapServers(),
                HDFS.uri() + "/every");
    }
}
