package io.tidemark.recharge.demo;

import io.tidemark.embedded.EmbeddedKafka;
import io.tidemark.embedded.EmbeddedMySql;
import io.tidemark.embedded.EmbeddedRedis;
import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of a demo, each on its own part of the data directory. */
final class DemoServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoServers.class);

    private final EmbeddedKafka kafka;
    private final EmbeddedMySql mysql;
    private final EmbeddedRedis redis;

    private DemoServers(EmbeddedKafka kafka, EmbeddedMySql mysql, EmbeddedRedis redis) {
        this.kafka = kafka;
        this.mysql = mysql;
        this.redis = redis;
    }

    /** Starts all of them at once; if one cannot start, none is left running. */
    static DemoServers start(Path directory) {
        CompletableFuture<EmbeddedKafka> kafka = begin(directory.resolve("kafka"), EmbeddedKafka::start);
        CompletableFuture<EmbeddedMySql> mysql = begin(directory.resolve("mysql"), EmbeddedMySql::start);
        CompletableFuture<EmbeddedRedis> redis = begin(directory.resolve("redis"), EmbeddedRedis::start);
        try {
            CompletableFuture.allOf(kafka, mysql, redis).join();
            return new DemoServers(kafka.join(), mysql.join(), redis.join());
        } catch (CompletionException e) {
            List.of(kafka, mysql, redis).forEach(DemoServers::closeIfStarted);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    EmbeddedMySql mysql() {
        return mysql;
    }

    EmbeddedRedis redis() {
        return redis;
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (EmbeddedServer server : List.of(kafka, mysql, redis)) {
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

    private static <S extends EmbeddedServer> CompletableFuture<S> begin(
            Path directory, Function<ServerOptions, S> start) {
        return CompletableFuture.supplyAsync(() -> start.apply(ServerOptions.at(directory)));
    }

    private static void closeIfStarted(CompletableFuture<? extends EmbeddedServer> server) {
        if (!server.isCompletedExceptionally()) {
            server.join().close();
        }
    }
}
