package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.process.Cache;
import io.tidemark.embedded.process.Zombies;
import io.tidemark.embedded.redis.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers and their data when the JVM that started them is gone. */
@Tag("long")
class OwnersEndIT {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void aKilledOwnerLeavesNoProcessAndNoTemporaryDirectory() throws Exception {
        try (OwnerJvm owner = new OwnerJvm()) {
            List<OwnerJvm.Remote> servers = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                servers.add(owner.startTemporary(kind));
            }
            List<ProcessHandle> processes = processesOf(servers);
            owner.kill();
            awaitEnd(processes);
            for (OwnerJvm.Remote server : servers) {
                assertThat(Files.exists(server.directory()))
                        .as("%s is left", server.directory())
                        .isFalse();
            }
        }
    }

    @Test
    void theNextOwnerGoesOnWhereAKilledOneWas(@TempDir Path base) throws Exception {
        Map<Kind, OwnerJvm.Remote> servers = new EnumMap<>(Kind.class);
        List<ProcessHandle> processes;
        try (OwnerJvm owner = new OwnerJvm()) {
            for (Kind kind : Kind.values()) {
                OwnerJvm.Remote server = owner.start(kind, base.resolve(kind.name()));
                kind.probe().write(server.address(), "before the owner's death");
                servers.put(kind, server);
            }
            processes = processesOf(servers.values());
            owner.kill();
        }
        // at once: the servers of the killed owner are still about to end
        for (Kind kind : Kind.values()) {
            try (EmbeddedServer server = kind.start(ServerOptions.at(base.resolve(kind.name())))) {
                assertThat(kind.probe().read(server.address())).containsExactly("before the owner's death");
            }
        }
        awaitEnd(processes);
    }

    @Test
    void theNextOwnerWaitsForServersThatAreStillEnding(@TempDir Path directory) throws Exception {
        try (OwnerJvm owner = new OwnerJvm()) {
            List<ProcessHandle> processes = owner.start(Kind.REDIS, directory).processes();
            ProcessHandle guard = processes.get(0);
            signal("STOP", guard);
            owner.kill();
            CompletableFuture<EmbeddedServer> next =
                    CompletableFuture.supplyAsync(() -> EmbeddedRedis.start(ServerOptions.at(directory)));
            try {
                assertThatThrownBy(() -> next.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            } finally {
                signal("CONT", guard);
            }
            next.get(20, TimeUnit.SECONDS).close();
            awaitEnd(processes);
        }
    }

    @Test
    void anOwnerThatExitsWithoutClosingLeavesNothing() throws Exception {
        try (OwnerJvm owner = new OwnerJvm()) {
            OwnerJvm.Remote server = owner.startTemporary(Kind.REDIS);
            List<ProcessHandle> processes = server.processes();
            owner.exit();
            awaitEnd(processes);
            assertThat(Files.exists(server.directory())).isFalse();
        }
    }

    @Test
    void frozenServersOfAKilledOwnerEndToo(@TempDir Path base) throws Exception {
        try (OwnerJvm owner = new OwnerJvm()) {
            List<OwnerJvm.Remote> servers = List.of(
                    owner.startTemporary(Kind.MARIADB),
                    owner.start(Kind.MARIADB, base.resolve("mariadb")),
                    owner.start(Kind.REDIS, base.resolve("redis")));
            owner.freezeServers();
            List<ProcessHandle> processes = processesOf(servers);
            owner.kill();
            awaitEnd(processes);
        }
    }

    @Test
    void aDirectoryOwnedByAnotherProcessIsRefused(@TempDir Path directory) throws Exception {
        try (OwnerJvm owner = new OwnerJvm()) {
            OwnerJvm.Remote server = owner.start(Kind.REDIS, directory);
            assertThatThrownBy(() -> EmbeddedRedis.start(ServerOptions.at(directory)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("Cannot start Redis on data directory " + directory.toRealPath()
                            + ": it is in use by another process; close the server there or choose another directory");
            Kind.REDIS.probe().ping(server.address());
            List<ProcessHandle> processes = server.processes();
            owner.kill();
            awaitEnd(processes);
        }
    }

    @Test
    void ownersThatStartAtTheSameTimeOnAnEmptyCacheUnpackOnce(@TempDir Path cache) throws Exception {
        String option = "-D" + Cache.PROPERTY + "=" + cache;
        try (OwnerJvm first = new OwnerJvm(option);
                OwnerJvm second = new OwnerJvm(option)) {
            long began = System.nanoTime();
            first.beginTemporary(Kind.MARIADB);
            second.beginTemporary(Kind.MARIADB);
            List<OwnerJvm.Remote> servers = List.of(first.started(), second.started());
            System.out.printf("two with an empty cache: took %d ms%n", (System.nanoTime() - began) / 1_000_000);
            assertThat(servers.get(0).address()).isNotEqualTo(servers.get(1).address());
            try (var entries = Files.list(cache)) {
                assertThat(entries.map(entry -> entry.getFileName().toString()))
                        .filteredOn(name -> !name.endsWith(".lock"))
                        .hasSize(2);
            }
            List<ProcessHandle> processes = processesOf(servers);
            first.kill();
            second.kill();
            awaitEnd(processes);
        }
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private static List<ProcessHandle> processesOf(Iterable<OwnerJvm.Remote> servers) throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        for (OwnerJvm.Remote server : servers) {
            processes.addAll(server.processes());
        }
        return processes;
    }

    private static void awaitEnd(List<ProcessHandle> processes) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        for (ProcessHandle process : processes) {
            while (!Zombies.isGone(process)) {
                assertThat(System.nanoTime())
                        .as("process %s is left: %s", process.pid(), process.info())
                        .isLessThan(deadline);
                awaitBriefly(process);
            }
        }
    }

    private static void awaitBriefly(ProcessHandle process) throws Exception {
        try {
            process.onExit().get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillThere) {
            // the caller looks again
        }
    }
}
