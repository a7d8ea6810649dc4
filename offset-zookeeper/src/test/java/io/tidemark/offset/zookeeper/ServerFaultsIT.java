package io.tidemark.offset.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.CommitOutcomes;
import io.tidemark.offset.zookeeper.internal.link.ConnectionLink;
import io.tidemark.servers.TestZooKeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that dies, freezes, comes back or forgets the session, under a store that stays. */
@Tag("long")
class ServerFaultsIT {

    private static final GroupId GROUP = new GroupId("faults");
    private static final Set<String> TOPICS = Set.of("orders");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    // more than a call may take: a garbage collection, a slow machine
    private static final Duration PATIENCE = TIMEOUT.plusSeconds(4);

    private final TestZooKeeper server = TestZooKeeper.start();
    private final Client client = Client.to(server.connectString(), Duration.ofSeconds(4));
    private final OffsetStore store = new ZooKeeperOffsetStore(
            client.connection(), ZooKeeperStoreOptions.defaults().timeout(TIMEOUT));

    @BeforeEach
    void initialize() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0), SECOND, StoredOffset.of(0)));
    }

    @AfterEach
    void close() {
        server.thaw();
        client.close();
        server.close();
    }

    @Test
    void aCommitToAKilledServerIsKnownNotAppliedAndTheStoreGoesOnWhenItIsBack() {
        server.kill();
        await().until(() -> !client.connection().getZookeeperState().isConnected());

        long began = System.nanoTime();
        assertThatThrownBy(() -> store.commit(commit(0, 5)))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot commit the offsets of group faults in ZooKeeper at 127.0.0.1:")
                .hasMessageContaining("there was no connection for 3000 ms");
        assertThatThrownBy(() -> store.load(GROUP, TOPICS)).isExactlyInstanceOf(OffsetStoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE.multipliedBy(2));

        server.restart();
        commitWhenBack(0, 5);
        assertThat(stored()).isEqualTo(5);
    }

    @Test
    void whatWasAcceptedIsThereAfterAKill() {
        store.commit(commit(0, 5));
        server.kill();
        server.restart();

        await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stored()).isEqualTo(5));
    }

    @Test
    void aCallThatWaitsWhileTheServerRestartsGoesOnWithoutAFailure() {
        OffsetStore patient = new ZooKeeperOffsetStore(
                client.connection(), ZooKeeperStoreOptions.defaults().timeout(Duration.ofSeconds(60)));
        server.stop();
        await().until(() -> !client.connection().getZookeeperState().isConnected());
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> patient.commit(commit(0, 5)));

        server.restart();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(60));
        assertThat(patient.load(GROUP, TOPICS).values())
                .extracting(StoredOffset::offset)
                .containsOnly(5L);
    }

    @Test
    void aDriverThatResolvesItsOutcomesLosesAndRepeatsNothingOverKills() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong covered = new AtomicLong();
        CompletableFuture<Long> driver = CompletableFuture.supplyAsync(() -> {
            long at = 0;
            while (!over.get()) {
                try {
                    resolvedCommit(at, at + 1);
                    covered.set(++at);
                } catch (OffsetConflictException impossible) {
                    throw impossible;
                } catch (OffsetStoreException notApplied) {
                    // the same range again
                }
            }
            return at;
        });
        for (int kill = 0; kill < 3; kill++) {
            long before = covered.get();
            await().atMost(Duration.ofSeconds(60)).until(() -> covered.get() > before + 5 || driver.isDone());
            server.kill();
            server.restart();
        }
        long before = covered.get();
        await().atMost(Duration.ofSeconds(60)).until(() -> covered.get() > before + 5 || driver.isDone());
        over.set(true);

        long end = driver.get(60, TimeUnit.SECONDS);

        assertThat(stored()).isEqualTo(end);
    }

    /** Commits, and where the outcome is unknown, reads back until there is an answer. */
    private void resolvedCommit(long from, long until) {
        OffsetCommit commit = commit(from, until);
        try {
            store.commit(commit);
        } catch (CommitOutcomeUnknownException unknown) {
            CommitOutcomes.resolve(unknown, commit, () -> await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> store.load(GROUP, TOPICS), stored -> true));
        }
    }

    @Test
    void aFrozenServerEndsACommitInTimeAndThenGoesOn() {
        freeze();

        long began = System.nanoTime();
        assertThatThrownBy(() -> store.commit(commit(0, 5))).isInstanceOf(OffsetStoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);

        server.thaw();
        commitWhenBack(0, 5);
        assertThat(stored()).isEqualTo(5);
    }

    @Test
    void aServerThatFreezesUnderACommitLeavesItsOutcomeUnknown() {
        OffsetStore frozen = new ZooKeeperOffsetStore(
                new WatchedLink(new ConnectionLink(client.connection(), OptionalInt.empty())) {
                    @Override
                    void beforeWrite() {
                        freeze();
                    }
                },
                ZooKeeperStoreOptions.defaults().timeout(TIMEOUT));

        long began = System.nanoTime();
        assertThatThrownBy(() -> frozen.commit(commit(0, 5)))
                .isInstanceOfSatisfying(CommitOutcomeUnknownException.class, unknown -> assertThat(unknown.ranges())
                        .isEqualTo(commit(0, 5).ranges()));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);

        server.thaw();
        // applied or not, it is one of the two, and the chain goes on from there
        long at = storedWhenBack();
        assertThat(at).isIn(0L, 5L);
        commitWhenBack(at, 9);
        assertThat(stored()).isEqualTo(9);
    }

    @Test
    void anInterruptEndsACommitThatWaitsForAnAnswer() throws Exception {
        freeze();
        OffsetStore patient = new ZooKeeperOffsetStore(
                client.connection(), ZooKeeperStoreOptions.defaults().timeout(Duration.ofSeconds(60)));
        AtomicBoolean flag = new AtomicBoolean();
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Thread driver = new Thread(() -> {
            try {
                patient.commit(commit(0, 5));
                outcome.complete(null);
            } catch (OffsetStoreException failure) {
                flag.set(Thread.currentThread().isInterrupted());
                outcome.completeExceptionally(failure);
            }
        });
        driver.start();
        await().until(() -> driver.getState() == Thread.State.TIMED_WAITING);

        driver.interrupt();

        assertThat(outcome)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("the thread was interrupted");
        assertThat(flag).isTrue();
    }

    @Test
    void theStoreGoesOnInANewSessionWhenItsOldOneIsGone() {
        ZooKeeper lost = client.connection().getZookeeper();
        long session = lost.getSessionId();

        expire(lost);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            // between two sessions there is none
            ZooKeeper current = client.connection().getZookeeper();
            return current != null
                    && current.getSessionId() != session
                    && current.getState().isConnected();
        });

        store.commit(commit(0, 5));
        assertThat(stored()).isEqualTo(5);
    }

    @Test
    void aSessionThatEndsUnderACommitEndsTheCommitAndNotTheStore() {
        AtomicBoolean done = new AtomicBoolean();
        OffsetStore expiring = new ZooKeeperOffsetStore(
                new WatchedLink(new ConnectionLink(client.connection(), OptionalInt.empty())) {
                    @Override
                    void beforeWrite() {
                        if (!done.getAndSet(true)) {
                            expire(client.connection().getZookeeper());
                        }
                    }
                },
                ZooKeeperStoreOptions.defaults().timeout(Duration.ofSeconds(30)));

        // whether it is known or unknown depends on when the client is told
        assertThatThrownBy(() -> expiring.commit(commit(0, 5)))
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(OffsetConflictException.class);

        assertThat(expiring.load(GROUP, TOPICS).values())
                .extracting(StoredOffset::offset)
                .containsOnly(0L);
        expiring.commit(commit(0, 9));
        assertThat(stored()).isEqualTo(9);
    }

    /** Freezes the server, and returns when it really has: the signal is on its way for a moment. */
    private void freeze() {
        server.freeze();
        await().until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(200);
                socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException silence) {
                return true;
            }
        });
    }

    /** Ends a session as its owner would, from another connection. */
    private void expire(ZooKeeper owner) {
        try {
            ZooKeeper twin = new ZooKeeper(
                    server.connectString(), 4_000, event -> {}, owner.getSessionId(), owner.getSessionPasswd());
            await().until(() -> twin.getState().isConnected());
            twin.close();
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError("the session could not be ended", failure);
        }
    }

    private void commitWhenBack(long from, long until) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.connection().getZookeeperState().isConnected());
        await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    if (stored() != until) {
                        store.commit(commit(from, until));
                    }
                    return true;
                });
    }

    private long storedWhenBack() {
        return await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .atMost(Duration.ofSeconds(30))
                .until(this::stored, offset -> true);
    }

    /** Both partitions' offset; they move together. */
    private long stored() {
        List<Long> offsets = store.load(GROUP, TOPICS).values().stream()
                .map(StoredOffset::offset)
                .distinct()
                .toList();
        assertThat(offsets).as("the offset of both partitions").hasSize(1);
        return offsets.get(0);
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(
                GROUP, List.of(new PartitionRange(FIRST, from, until), new PartitionRange(SECOND, from, until)));
    }
}
