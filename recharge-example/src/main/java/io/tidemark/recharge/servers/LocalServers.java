package io.tidemark.recharge.servers;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hbase.EmbeddedHBase;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.mysql.EmbeddedMySql;
import io.tidemark.embedded.postgresql.EmbeddedPostgreSql;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, Redis and the server of an offset store, on this machine. Thread-safe. */
public final class LocalServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalServers.class);

    private final EmbeddedKafka kafka;
    private final EmbeddedRedis redis;
    private final StoreServer store;

    private LocalServers(EmbeddedKafka kafka, EmbeddedRedis redis, StoreServer store) {
        this.kafka = kafka;
        this.redis = redis;
        this.store = store;
    }

    /**
     * Starts all of them at once. If one cannot start, the others are closed.
     *
     * @param store the kind of offset store
     * @param options the start options of each server, by its name
     */
    public static LocalServers start(StoreType store, Function<String, ServerOptions> options) {
        CompletableFuture<EmbeddedKafka> kafka = begin(() -> EmbeddedKafka.start(options.apply("kafka")));
        CompletableFuture<EmbeddedRedis> redis = begin(() -> EmbeddedRedis.start(options.apply("redis")));
        CompletableFuture<StoreServer> offsets =
                switch (store) {
                    case MYSQL -> begin(() -> StoreServer.of(EmbeddedMySql.start(options.apply("mysql"))));
                    case POSTGRESQL ->
                        begin(() -> StoreServer.of(EmbeddedPostgreSql.start(options.apply("postgresql"))));
                    case ZOOKEEPER -> begin(() -> StoreServer.of(EmbeddedZooKeeper.start(options.apply("zookeeper"))));
                    case HBASE -> begin(() -> StoreServer.of(EmbeddedHBase.start(options.apply("hbase"))));
                    case KAFKA -> kafka.thenApply(StoreServer::of);
                    case HDFS -> begin(() -> StoreServer.of(EmbeddedHdfs.start(options.apply("hdfs"))));
                };
        try {
            CompletableFuture.allOf(kafka, redis, offsets).join();
            return new LocalServers(kafka.join(), redis.join(), offsets.join());
        } catch (CompletionException e) {
            closeIfStarted(kafka, server -> server);
            closeIfStarted(redis, server -> server);
            closeIfStarted(offsets, StoreServer::server);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The cluster that holds the log. */
    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** The server that holds the metrics. */
    public EmbeddedRedis redis() {
        return redis;
    }

    /** The server that holds the offsets. */
    public EmbeddedServer store() {
        return store.server();
    }

    /** The keys of the configuration with their addresses. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(store.settings());
        settings.put("kafka.bootstrap-servers", kafka.bootstrapServers());
        settings.put("redis.url", redis.uri());
        return settings;
    }

    @Override
    public void close() {
        Set<EmbeddedServer> servers = new LinkedHashSet<>(List.of(store.server(), redis, kafka));
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (EmbeddedServer server : servers) {
            closing.add(CompletableFuture.runAsync(() -> {
                try {
                    server.close();
                } catch (RuntimeException e) {
                    LOG.warn("Closing {} failed", server, e);
                }
            }));
        }
        closing.forEach(CompletableFuture::join);
    }

    private static <S> CompletableFuture<S> begin(Supplier<S> start) {
        return CompletableFuture.supplyAsync(start);
    }

    private static <S> void closeIfStarted(CompletableFuture<S> started, Function<S, EmbeddedServer> server) {
        if (!started.isCompletedExceptionally()) {
            server.apply(started.join()).close();
        }
    }

    /**
     * The server of a store.
     *
     * @param settings the keys of the configuration with its address
     */
    private record StoreServer(EmbeddedServer server, Map<String, String> settings) {

        static StoreServer of(EmbeddedMySql mysql) {
            return new StoreServer(
                    mysql,
                    Map.of(
                            "store.type", "mysql",
                            "store.mysql.url", mysql.jdbcUrl(),
                            "store.mysql.user", mysql.user(),
                            "store.mysql.password", mysql.password()));
        }

        static StoreServer of(EmbeddedPostgreSql postgresql) {
            return new StoreServer(
                    postgresql,
                    Map.of(
                            "store.type", "postgresql",
                            "store.postgresql.url", postgresql.jdbcUrl(),
                            "store.postgresql.user", postgresql.user(),
                            "store.postgresql.password", postgresql.password()));
        }

        /** Uses the log's own cluster. */
        static StoreServer of(EmbeddedKafka kafka) {
            return new StoreServer(kafka, Map.of("store.type", "kafka"));
        }

        static StoreServer of(EmbeddedHBase hbase) {
            return new StoreServer(
                    hbase,
                    Map.of(
                            "store.type",
                            "hbase",
                            "store.hbase.url",
                            "hbase://" + hbase.quorum() + "/tidemark_offsets"));
        }

        static StoreServer of(EmbeddedHdfs hdfs) {
            return new StoreServer(hdfs, Map.of("store.type", "hdfs", "store.hdfs.url", hdfs.uri() + "/tidemark"));
        }

        static StoreServer of(EmbeddedZooKeeper zookeeper) {
            return new StoreServer(
                    zookeeper,
                    Map.of("store.type", "zookeeper", "store.zookeeper.connect-string", zookeeper.connectString()));
        }
    }
}
