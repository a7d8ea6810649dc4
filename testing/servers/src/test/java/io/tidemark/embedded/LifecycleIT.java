package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.mysql.EmbeddedMySql;
import io.tidemark.embedded.process.Loopback;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not depend on the kind of server, tried with the quickest. */
class LifecycleIT {

    @Test
    void stopAndKillOfAStoppedServerDoNothing() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            redis.stop();
            redis.stop();
            redis.kill();
            assertThat(redis.isRunning()).isFalse();
        }
    }

    @Test
    void restartStopsARunningServerFirst() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            Kind.REDIS.restart("of a running one", redis);
            assertThat(redis.isRunning()).isTrue();
            assertThat(redis.log()).content().containsOnlyOnce("User requested shutdown");
        }
    }

    @Test
    void aServerThatEndedByItselfCanBeRestarted() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            try (var client = RedisProbe.connect(redis.address())) {
                client.shutdown();
            }
            redis.restart();
            assertThat(redis.isRunning()).isTrue();
        }
    }

    @Test
    void freezingAStoppedServerIsRefused() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            redis.stop();
            assertThatThrownBy(redis::freeze)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Cannot freeze Redis on " + redis.address() + ": it is not running; restart it first");
        }
    }

    @Test
    void thawingAServerThatIsNotFrozenDoesNothing() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            redis.thaw();
            Kind.REDIS.probe().ping(redis.address());
        }
    }

    @Test
    void aClosedServerCannotBeRestarted() {
        EmbeddedRedis redis = EmbeddedRedis.start();
        redis.close();
        redis.close();
        assertThat(redis.isRunning()).isFalse();
        assertThatThrownBy(redis::restart)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it was closed");
    }

    @Test
    void theTemporaryDirectoryGoesWithTheServer() {
        Path directory;
        try (EmbeddedMySql mysql = EmbeddedMySql.start()) {
            directory = mysql.dataDirectory();
            assertThat(mysql.log()).isRegularFile().hasParent(directory);
        }
        assertThat(Files.exists(directory)).isFalse();
    }

    @Test
    void aFailedStartLeavesNothing(@TempDir Path directory) {
        ServerOptions kept = ServerOptions.at(directory);
        assertThatThrownBy(() -> EmbeddedRedis.start(kept.setting("maxmemory", "plenty")))
                .isInstanceOf(EmbeddedServerException.class);
        // neither the directory nor, below, the port is still taken
        EmbeddedRedis first = EmbeddedRedis.start(kept);
        int port = first.port();
        first.close();
        assertThatThrownBy(() -> EmbeddedRedis.start(kept.port(port).setting("maxmemory", "plenty")))
                .isInstanceOf(EmbeddedServerException.class);
        EmbeddedRedis.start(kept.port(port)).close();
    }

    @Test
    void anInterruptedStartLeavesNothing(@TempDir Path directory) throws Exception {
        ServerOptions options = ServerOptions.at(directory);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread starter = new Thread(() -> {
            Throwable thrown = catchThrowable(() -> EmbeddedZooKeeper.start(options));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            outcome.complete(thrown);
        });
        starter.start();
        Path processes = directory.resolve("server.processes");
        while (!Files.exists(processes)) {
            assertThat(outcome).isNotDone();
        }
        starter.interrupt();
        assertThat(outcome.get(30, TimeUnit.SECONDS))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("the thread was interrupted");
        for (String line : Files.readAllLines(processes)) {
            assertThat(ProcessHandle.of(Long.parseLong(line.substring(0, line.indexOf(' ')))))
                    .isEmpty();
        }
        EmbeddedZooKeeper.start(options).close();
    }

    @Test
    void aPortTakenWhileTheServerWasDownIsReported() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            redis.stop();
            try (ServerSocket other = new ServerSocket()) {
                other.bind(Loopback.at(redis.port()));
                assertThatThrownBy(redis::restart).hasMessageContaining("the port is in use by another process");
            }
            redis.restart();
        }
    }

    @Test
    void thePortOfAStoppedServerIsNobodyElses() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            redis.stop();
            assertThatThrownBy(
                            () -> EmbeddedRedis.start(ServerOptions.temporary().port(redis.port())))
                    .hasMessage("Cannot start Redis on port " + redis.port()
                            + ": another embedded server has it; close that one or choose another port");
        }
    }

    @Test
    void aDirectoryInUseIsRefused(@TempDir Path directory) throws IOException {
        try (EmbeddedRedis first = EmbeddedRedis.start(ServerOptions.at(directory))) {
            assertThatThrownBy(() -> EmbeddedRedis.start(ServerOptions.at(directory)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("Cannot start Redis on data directory " + directory.toRealPath()
                            + ": it is in use by this process; close the server there or choose another directory");
            assertThat(first.isRunning()).isTrue();
        }
    }

    @Test
    void aDirectoryOfAnotherKindIsRefused(@TempDir Path directory) {
        EmbeddedRedis.start(ServerOptions.at(directory)).close();
        assertThatThrownBy(() -> EmbeddedMySql.start(ServerOptions.at(directory)))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("Cannot start MariaDB on data directory")
                .hasMessageContaining("it holds the data of Redis");
    }

    @Test
    void aDirectoryOfSomebodyElseIsRefusedAndLeftAsItIs(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("thesis.txt"), "my only copy");
        assertThatThrownBy(() -> EmbeddedRedis.start(ServerOptions.at(directory)))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("was not made by an embedded server (it holds thesis.txt)");
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries).containsExactly(directory.resolve("thesis.txt"));
        }
    }

    @Test
    void aServerThatEndsAtItsStartIsReportedWithTheEndOfItsLog() {
        assertThatThrownBy(() -> EmbeddedRedis.start(ServerOptions.temporary().setting("maxmemory", "plenty")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("it ended with status 1")
                .hasMessageContaining("argument must be a memory value");
        assertThatThrownBy(() -> EmbeddedMySql.start(ServerOptions.temporary().setting("no-such-option", "1")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("it ended with status")
                .hasMessageContaining("unknown variable 'no-such-option=1'");
        assertThatThrownBy(() -> EmbeddedKafka.start(ServerOptions.temporary().setting("num.io.threads", "many")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("it ended with status 1")
                .hasMessageContaining("Invalid value many for configuration num.io.threads");
        assertThatThrownBy(
                        () -> EmbeddedZooKeeper.start(ServerOptions.temporary().setting("tickTime", "slow")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("it ended with status 1")
                .hasMessageContaining("slow");
    }

    @Test
    void settingsThatTheServerMustKnowItselfAreRefused() {
        assertThatThrownBy(() -> EmbeddedKafka.start(ServerOptions.temporary().setting("log.dirs", "/elsewhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot start Kafka with the settings [log.dirs]");
    }

    @Test
    void manyStartAtOnce() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<EmbeddedServer> servers = new ArrayList<>();
        try {
            long began = System.nanoTime();
            List<Future<EmbeddedServer>> starting = new ArrayList<>();
            for (Kind kind : List.of(Kind.KAFKA, Kind.MARIADB, Kind.ZOOKEEPER, Kind.REDIS, Kind.REDIS, Kind.REDIS)) {
                starting.add(threads.submit(() -> kind.start(ServerOptions.temporary())));
            }
            for (Future<EmbeddedServer> future : starting) {
                servers.add(future.get());
            }
            System.out.printf("six at once: took %d ms%n", (System.nanoTime() - began) / 1_000_000);
            assertThat(servers.stream().map(EmbeddedServer::port)).doesNotHaveDuplicates();
            assertThat(servers).allMatch(EmbeddedServer::isRunning);
        } finally {
            threads.shutdown();
            servers.forEach(EmbeddedServer::close);
        }
    }
}
