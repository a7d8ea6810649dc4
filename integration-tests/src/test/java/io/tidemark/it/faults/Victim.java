package io.tidemark.it.faults;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.faults.FaultAction;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.ProxiedMessage.Direction;
import io.tidemark.embedded.faults.WireProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A server that suffers, behind a proxy through which the job reaches it, and how it does so. */
abstract class Victim implements AutoCloseable {

    private static final Duration SLOWNESS = Duration.ofMillis(40);

    private final EmbeddedServer server;
    private final FaultProxy proxy;
    private final Set<String> commits;

    /** @param commits the requests that make a commit hold, in the words of the protocol */
    Victim(EmbeddedServer server, WireProtocol protocol, String target, Set<String> commits) {
        this(server, FaultProxy.before(protocol, target), commits);
    }

    /** @param commits the requests that make a commit hold, in the words of the protocol */
    Victim(EmbeddedServer server, FaultProxy proxy, Set<String> commits) {
        this.server = server;
        this.proxy = proxy;
        this.commits = commits;
    }

    /** Opens what a job needs, through the proxy, as a process does that starts. */
    abstract Target open(Memory memory);

    /** Opens the same on the server itself. */
    abstract Target openDirectly(Memory memory);

    /** What the job loses: offsets of the store, or what the sink has counted. */
    abstract boolean isSink();

    /** Leaves no room, or frees it. */
    abstract void fill();

    abstract void free();

    /** Lets the server take other credentials than the job's, or the job's again. */
    abstract void spoilCredentials();

    abstract void restoreCredentials();

    /** Prepares a server that has come back without its data. */
    abstract void prepareEmpty();

    /** Removes the data of the server, which is down. */
    void removeData() {
        remove(server.dataDirectory().resolve("data"));
    }

    static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EmbeddedServer server() {
        return server;
    }

    /** Where the job finds it. */
    String address() {
        return proxy.address();
    }

    FaultProxy proxy() {
        return proxy;
    }

    void strike(Fault fault) {
        switch (fault) {
            case KILLED -> server().kill();
            case STOPPED -> server().stop();
            case FROZEN -> server().freeze();
            case DISCONNECTED -> proxy.blackHole();
            case SLOW -> proxy.delay(SLOWNESS, SLOWNESS);
            case FULL -> fill();
            case WRONG_CREDENTIALS -> {
                spoilCredentials();
                proxy.cut();
            }
            case RESTARTED_EMPTY -> {
                proxy.refuse();
                server().kill();
                removeData();
                server().restart();
                prepareEmpty();
                proxy.pass();
            }
        }
    }

    /**
     * Strikes when the next commit was applied and before its answer arrives.
     *
     * @return is completed when it has struck
     */
    CompletableFuture<Void> strikeAfterNextCommit(Fault fault) {
        CompletableFuture<Void> struck = new CompletableFuture<>();
        proxy.meet(Direction.ANSWER, 1, commits, met -> {
            try {
                strike(fault);
                struck.complete(null);
            } catch (RuntimeException e) {
                struck.completeExceptionally(e);
            }
            return switch (fault) {
                // it is under way: it waits in the network
                case DISCONNECTED, SLOW -> new FaultAction.Passed();
                case FROZEN -> new FaultAction.Swallowed();
                default -> new FaultAction.Cut();
            };
        });
        return struck;
    }

    void mend(Fault fault) {
        switch (fault) {
            case KILLED, STOPPED -> server().restart();
            case FROZEN -> server().thaw();
            case DISCONNECTED -> proxy.pass();
            case SLOW -> proxy.delay(Duration.ZERO, Duration.ZERO);
            case FULL -> free();
            case WRONG_CREDENTIALS -> restoreCredentials();
            case RESTARTED_EMPTY -> {
                // it is up, and will stay empty
            }
        }
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
