package io.tidemark.it.faults;

import static io.tidemark.it.faults.Outcome.CONTINUES_EXACT;
import static io.tidemark.it.faults.Outcome.STOPS_SAYING;

/** What must become of a job, decided before anything was run. */
final class Expected {

    private Expected() {}

    static Outcome of(Server server, Fault fault, Moment moment) {
        if (fault == Fault.RESTARTED_EMPTY) {
            // a ledger tells a store that lost everything where it stood; nobody tells a sink what it had counted
            return server == Server.REDIS ? STOPS_SAYING : CONTINUES_EXACT;
        }
        if (moment != Moment.AT_START) {
            // its restarts last until somebody has mended the server
            return CONTINUES_EXACT;
        }
        return switch (fault) {
            case SLOW -> CONTINUES_EXACT;
            // a start only reads, and gets by where reading is enough: it is the first batch that fails, and is tried
            // again. To connect to ZooKeeper is to write, and a broker of Kafka writes by itself; both then end
            case FULL ->
                switch (server) {
                    case ZOOKEEPER, KAFKA -> STOPS_SAYING;
                    case MYSQL, POSTGRESQL, HBASE, HDFS, HDFS_DATA_NODE, REDIS -> CONTINUES_EXACT;
                };
            default -> STOPS_SAYING;
        };
    }
}
