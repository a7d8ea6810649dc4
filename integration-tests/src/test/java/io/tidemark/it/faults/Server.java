package io.tidemark.it.faults;

import java.util.EnumSet;
import java.util.Set;

/** The servers that a job needs besides the one that holds its log. */
enum Server {
    MYSQL("MySQL, the store"),
    POSTGRESQL("PostgreSQL, the store"),
    ZOOKEEPER("ZooKeeper, the store"),
    HBASE("HBase, the store"),
    KAFKA("Kafka, the store"),
    HDFS("HDFS, the store: its name node"),
    HDFS_DATA_NODE("HDFS, the store: its only data node"),
    REDIS("Redis, the sink");

    private final String words;

    Server(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** The faults that it can have; the page gives the reason for those that do not apply. */
    Set<Fault> faults() {
        return switch (this) {
            case HBASE -> EnumSet.complementOf(EnumSet.of(Fault.FULL));
            case HDFS_DATA_NODE -> EnumSet.of(Fault.KILLED, Fault.STOPPED, Fault.FROZEN, Fault.FULL);
            default -> EnumSet.allOf(Fault.class);
        };
    }

    /**
     * Whether a build tests a cell. A restart of HBase takes more than a minute, so of the faults that need one, a
     * build tests one moment each; {@code -Dfaults.all=true} tests all of them.
     */
    boolean isInBuild(Fault fault, Moment moment) {
        if (this != HBASE) {
            return true;
        }
        return switch (fault) {
            case KILLED -> moment == Moment.AFTER_APPLIED;
            case STOPPED -> moment == Moment.IDLE;
            case RESTARTED_EMPTY -> moment == Moment.BEFORE_COMMIT;
            default -> true;
        };
    }

    Victim start() {
        return switch (this) {
            case MYSQL -> new MySqlVictim();
            case POSTGRESQL -> new PostgreSqlVictim();
            case ZOOKEEPER -> new ZooKeeperVictim();
            case HBASE -> new HBaseVictim();
            case KAFKA -> new KafkaVictim();
            case HDFS -> new HdfsVictim();
            case HDFS_DATA_NODE -> new HdfsDataNodeVictim();
            case REDIS -> new RedisVictim();
        };
    }
}
