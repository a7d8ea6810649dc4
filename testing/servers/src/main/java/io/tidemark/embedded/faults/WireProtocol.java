package io.tidemark.embedded.faults;

/** The protocols that a {@link FaultProxy} understands as far as telling one request from the other takes. */
public enum WireProtocol {
    /**
     * MySQL and MariaDB, without TLS and without server-side statements. A request's kind is the first word of its SQL
     * in upper case ({@code SELECT}, {@code COMMIT}); empty for all that is no query.
     */
    MYSQL {
        @Override
        Wire wire(int proxyPort) {
            return new MySqlWire();
        }
    },
    /**
     * PostgreSQL, without TLS. A request's kind is the first word of its last statement in upper case ({@code COMMIT});
     * empty for all that is no statement.
     */
    POSTGRESQL {
        @Override
        Wire wire(int proxyPort) {
            return new PostgreSqlWire();
        }
    },
    /**
     * ZooKeeper. A request's kind is the name of its operation in {@code ZooDefs.OpCode} ({@code create}); of several
     * in one, with the first of them behind ({@code multi:setData}).
     */
    ZOOKEEPER {
        @Override
        Wire wire(int proxyPort) {
            return new ZooKeeperWire();
        }
    },
    /**
     * Kafka, without TLS, with or without SASL. A request's kind is its name in {@code ApiKeys} ({@code END_TXN}).
     * Brokers tell their clients where to connect; in those answers the proxy names itself, for every broker: it stands
     * before a cluster of one.
     */
    KAFKA {
        @Override
        Wire wire(int proxyPort) {
            return new KafkaWire(proxyPort);
        }
    },
    /**
     * Redis. A request's kind is its command in upper case ({@code EVALSHA}). An answer that sends the client for the
     * script counts as none: its kind is {@code NOSCRIPT}.
     */
    REDIS {
        @Override
        Wire wire(int proxyPort) {
            return new RedisWire();
        }
    },
    /**
     * Hadoop's RPC, without SASL: that of a name node. A request's kind is the name of its method ({@code rename2}).
     * Data nodes are not behind the proxy.
     */
    HADOOP {
        @Override
        Wire wire(int proxyPort) {
            return new HadoopWire();
        }
    },
    /**
     * HBase's RPC, without SASL. A request's kind is the name of its method ({@code Mutate}). Servers tell their
     * clients where the regions are: {@link FaultProxy#beforeSamePort} stands where the server says that it is.
     */
    HBASE {
        @Override
        Wire wire(int proxyPort) {
            return new HBaseWire();
        }
    };

    /** The protocol of one connection. */
    abstract Wire wire(int proxyPort);
}
