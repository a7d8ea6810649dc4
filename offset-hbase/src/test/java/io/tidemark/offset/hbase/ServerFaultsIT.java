package io.tidemark.offset.hbase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.hbase.ServerName;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.RegionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that is killed, frozen or cut off, and a region that moves, between calls and during commits. */
@Tag("long")
class ServerFaultsIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final HBaseStoreOptions OPTIONS =
            HBaseStoreOptions.defaults().timeout(Duration.ofSeconds(10));
    private static final Duration RECOVERY = Duration.ofMinutes(3);

    private final String table = SharedHBase.unusedTable();
    private AsyncConnection connection = SharedHBase.connect();
    private HBaseOffsetStore store = store(connection);

    @BeforeEach
    void prepare() {
        new HBaseOffsetStore(connection, OPTIONS.table(table).timeout(RECOVERY))
                .initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
    }

    @AfterEach
    void close() {
        Connections.close(connection);
        if (!SharedHBase.SERVER.isRunning()) {
            SharedHBase.SERVER.restart();
        }
    }

    @Test
    void whatWasCommittedOutlivesAKilledServer() {
        store.commit(commit(0, 8));
        SharedHBase.SERVER.kill();

        assertThatThrownBy(() -> store.commit(commit(8, 9)))
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .isNotInstanceOf(OffsetConflictException.class)
                .hasMessageContainingAll("Cannot commit the offsets of group recharge", "Check that");

        SharedHBase.SERVER.restart();
        assertThat(awaitOffset()).isEqualTo(8);
        store.commit(commit(8, 9));
    }

    @Test
    void aFrozenServerEndsACallAtItsTimeout() {
        HBaseOffsetStore impatient =
                new HBaseOffsetStore(connection, OPTIONS.table(table).timeout(Duration.ofSeconds(2)));
        impatient.load(GROUP);
        SharedHBase.SERVER.freeze();
        try {
            assertThatThrownBy(() -> impatient.load(GROUP))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("Cannot load the offsets of group recharge");
            assertThatThrownBy(() -> impatient.commit(commit(0, 1)))
                    .isInstanceOf(OffsetStoreException.class)
                    .isNotInstanceOf(CommitOutcomeUnknownException.class);
        } finally {
            SharedHBase.SERVER.thaw();
        }
        assertThat(awaitOffset()).isZero();
        awaitCommit(0, 1);
    }

    @Test
    void aConnectionThatKnowsItsRegionServerDoesNotNeedZooKeeper() {
        try (FaultProxy proxy = FaultProxy.before(WireProtocol.ZOOKEEPER, SharedHBase.SERVER.quorum())) {
            AsyncConnection behind = Connections.open(proxy.address());
            HBaseOffsetStore known = store(behind);
            known.commit(commit(0, 1));
            proxy.refuse();

            known.commit(commit(1, 2));

            assertThat(known.load(GROUP).values())
                    .extracting(StoredOffset::offset)
                    .containsExactly(2L);
            Connections.close(behind);
        }
    }

    @Test
    void commitsGoOnWhileTheRegionMoves() {
        try (EmbeddedServer another = SharedHBase.SERVER.startRegionServer()) {
            try (Committing committing = new Committing()) {
                for (int move = 0; move < 3; move++) {
                    moveRegion(move % 2 == 0 ? another.port() : -another.port());
                    committing.awaitProgress();
                }
            }
            moveRegion(-another.port());
            another.stop();
        }
        awaitCommit(awaitOffset(), 1_000_000);
    }

    @Test
    void aRegionServerThatIsKilledDuringCommitsLosesAndRepeatsNothing() {
        EmbeddedServer another = SharedHBase.SERVER.startRegionServer();
        try (Committing committing = new Committing()) {
            moveRegion(another.port());
            committing.awaitProgress();
            another.kill();
            // no server but the other one can serve the region now
            committing.awaitProgress();
        } finally {
            another.close();
        }
    }

    /** Commits one offset after the other, as a job does, and checks each outcome against what is stored. */
    private final class Committing implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicLong progress = new AtomicLong();
        private final Future<?> running = thread.submit(this::run);
        private volatile boolean ends;

        private void run() {
            long at = 0;
            while (!ends) {
                try {
                    store.commit(commit(at, at + 1));
                    at++;
                    progress.incrementAndGet();
                } catch (OffsetConflictException wrong) {
                    throw wrong;
                } catch (CommitOutcomeUnknownException unknown) {
                    long stored = awaitOffset();
                    assertThat(stored).isIn(Set.of(at, at + 1));
                    at = stored;
                } catch (OffsetStoreException notApplied) {
                    assertThat(awaitOffset()).isEqualTo(at);
                }
            }
            assertThat(awaitOffset()).isEqualTo(at);
        }

        void awaitProgress() {
            long now = progress.get();
            await().atMost(RECOVERY).until(() -> running.isDone() || progress.get() > now + 10);
            assertThat(running).isNotDone();
        }

        @Override
        public void close() {
            ends = true;
            thread.shutdown();
            await().atMost(RECOVERY).until(running::isDone);
            assertThatCode(running::get).doesNotThrowAnyException();
        }
    }

    /** Moves the table's region to the server on a port, or away from it if the port is negative. */
    private void moveRegion(int port) {
        ServerName target = Tables.await(connection.getAdmin().getRegionServers()).stream()
                .filter(server -> port > 0 ? server.getPort() == port : server.getPort() != -port)
                .findFirst()
                .orElseThrow();
        List<RegionInfo> regions = Tables.await(connection.getAdmin().getRegions(TableName.valueOf(table)));
        Tables.await(connection.getAdmin().move(regions.get(0).getEncodedNameAsBytes(), target));
    }

    /** The stored offset, read as often as it takes until the servers have recovered. */
    private long awaitOffset() {
        return await().atMost(RECOVERY)
                .ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .until(
                        () -> Objects.requireNonNull(store.load(GROUP).get(PARTITION))
                                .offset(),
                        offset -> true);
    }

    private void awaitCommit(long from, long until) {
        await().atMost(RECOVERY).until(() -> {
            try {
                store.commit(commit(from, until));
                return true;
            } catch (OffsetConflictException wrong) {
                throw wrong;
            } catch (OffsetStoreException notYet) {
                return awaitOffset() == until;
            }
        });
    }

    private HBaseOffsetStore store(AsyncConnection client) {
        return new HBaseOffsetStore(client, OPTIONS.table(table));
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }
}
