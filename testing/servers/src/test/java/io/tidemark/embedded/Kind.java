package io.tidemark.embedded;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.mysql.EmbeddedMySql;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import java.util.List;
import java.util.function.Supplier;

/** The four kinds of server, for tests of what all must do. */
enum Kind {
    REDIS("Redis"),
    MARIADB("MariaDB"),
    KAFKA("Kafka"),
    ZOOKEEPER("ZooKeeper");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /** A client of one kind of server, which opens and closes its connection in every call. */
    interface Probe {
        /** Stores a value; returns when the server has acknowledged it. */
        void write(String address, String value) throws Exception;

        /** All values written so far, in any order. */
        List<String> read(String address) throws Exception;

        /** Asks the server something; fails within a few seconds if it does not answer. */
        void ping(String address) throws Exception;
    }

    EmbeddedServer startQuietly(ServerOptions options) {
        return switch (this) {
            case REDIS -> EmbeddedRedis.start(options);
            case MARIADB -> EmbeddedMySql.start(options);
            case KAFKA -> EmbeddedKafka.start(options);
            case ZOOKEEPER -> EmbeddedZooKeeper.start(options);
        };
    }

    /** Starts a server and prints how long that took. */
    EmbeddedServer start(ServerOptions options) {
        return timed("start", () -> startQuietly(options));
    }

    /** Restarts a server and prints how long that took. */
    void restart(String when, EmbeddedServer server) {
        timed("restart " + when, () -> {
            server.restart();
            return server;
        });
    }

    Probe probe() {
        return switch (this) {
            case REDIS -> new RedisProbe();
            case MARIADB -> new MySqlProbe();
            case KAFKA -> new KafkaProbe();
            case ZOOKEEPER -> new ZooKeeperProbe();
        };
    }

    private <T> T timed(String what, Supplier<T> work) {
        long began = System.nanoTime();
        T result = work.get();
        System.out.printf("%s: %s took %d ms%n", title, what, (System.nanoTime() - began) / 1_000_000);
        return result;
    }

    @Override
    public String toString() {
        return title;
    }
}
