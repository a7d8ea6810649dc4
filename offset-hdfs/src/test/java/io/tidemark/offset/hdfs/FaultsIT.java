package io.tidemark.offset.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.spi.CommitOutcomes;
import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults of the servers, and refusals: each has its outcome, and a message with the cause and the remedy. */
@Tag("long")
class FaultsIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Duration SHORT = Duration.ofSeconds(4);

    private static final EmbeddedHdfs SERVER = SharedHdfs.server();
    private static final DistributedFileSystem FILES = (DistributedFileSystem) SharedHdfs.client(SERVER.uri(), SHORT);

    private final Path root = new Path(SERVER.uri() + "/faults-" + System.nanoTime());
    private final HdfsOffsetStore store =
            new HdfsOffsetStore(FILES, root, HdfsStoreOptions.defaults().timeout(SHORT));

    @AfterAll
    static void stop() throws IOException {
        FILES.close();
    }

    @Test
    void commitsGoOnAfterTheNameNodeWasKilledAndRestarted() {
        initialize();
        commit(5, 8);
        SERVER.kill();
        long began = System.nanoTime();
        assertThatThrownBy(() -> commit(8, 9))
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContaining("Cannot commit the offsets of group recharge in HDFS at " + root);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));

        SERVER.restart();

        assertThat(stored()).isEqualTo(8);
        commit(8, 9);
        assertThat(stored()).isEqualTo(9);
    }

    @Test
    void noCommitIsLostOrRepeatedWhileTheNameNodeIsKilledAgainAndAgain() throws Exception {
        initialize();
        Thread killer = new Thread(() -> {
            for (int kill = 0; kill < 3; kill++) {
                pause(1_500);
                SERVER.kill();
                SERVER.restart();
            }
        });
        killer.start();
        long at = 5;
        int committed = 0;
        while (killer.isAlive() || committed < 20) {
            OffsetCommit commit = new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, at, at + 3)));
            try {
                store.commit(commit);
                at += 3;
                committed++;
            } catch (CommitOutcomeUnknownException unknown) {
                at = resolved(unknown, commit);
            } catch (OffsetStoreException notApplied) {
                pause(200);
            }
        }
        killer.join();

        assertThat(stored()).isEqualTo(at);
    }

    /**
     * Reads back until there is an answer: the offset that governs. What a killed name node has not applied, it does
     * not apply later.
     */
    private long resolved(CommitOutcomeUnknownException unknown, OffsetCommit commit) {
        PartitionRange range = commit.ranges().get(0);
        while (true) {
            try {
                CommitOutcomes.resolve(unknown, commit, () -> store.readBack(GROUP, Set.of("orders")));
                return range.until();
            } catch (CommitOutcomeUnknownException unanswered) {
                pause(200);
            } catch (OffsetStoreException notApplied) {
                return range.from();
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void aFrozenNameNodeIsWaitedForNoLongerThanTheTimeout() {
        initialize();
        SERVER.freeze();
        try {
            long began = System.nanoTime();
            assertThatThrownBy(() -> commit(5, 8))
                    .isInstanceOf(OffsetStoreException.class)
                    .isNotInstanceOf(CommitOutcomeUnknownException.class)
                    .hasMessageContainingAll(
                            "no answer within 4000 ms while ",
                            "The name node or a data node is frozen, overloaded or unreachable",
                            "set timeout to a longer time");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SHORT.plusSeconds(3));
        } finally {
            SERVER.thaw();
        }
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> stored() == 5);
        commit(5, 8);
        assertThat(stored()).isEqualTo(8);
    }

    @Test
    void safeModeIsNamed() throws IOException {
        initialize();
        FILES.setSafeMode(SafeModeAction.SAFEMODE_ENTER);
        try {
            assertThat(stored()).isEqualTo(5);
            assertNotApplied("SafeModeException", "The name node is in safe mode and accepts no writes");
        } finally {
            FILES.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
        }
        commit(5, 8);
    }

    @Test
    void aLostDataNodeIsNamed() {
        initialize();
        SERVER.dataNode().kill();
        try {
            assertNotApplied("(while writing ", "No data node accepts the file");
            assertThatThrownBy(() -> new HdfsOffsetStore(
                                    FILES, root, HdfsStoreOptions.defaults().timeout(Duration.ofSeconds(20)))
                            .load(GROUP))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContainingAll("Cannot load the offsets of group recharge", "data node");
        } finally {
            SERVER.dataNode().restart();
        }
        assertThat(new HdfsOffsetStore(FILES, root).load(GROUP)).containsKey(PARTITION);
        commit(5, 8);
    }

    @Test
    void aFrozenDataNodeIsWaitedForNoLongerThanTheTimeout() {
        initialize();
        SERVER.dataNode().freeze();
        try {
            assertNotApplied("no answer within 4000 ms while writing", "a data node is frozen");
        } finally {
            SERVER.dataNode().thaw();
        }
        commit(5, 8);
    }

    @Test
    void aFullSpaceQuotaIsNamed() throws IOException {
        initialize();
        FILES.setQuota(root, Long.MAX_VALUE, 1024 * 1024);
        assertNotApplied("DSQuotaExceededException", "The space quota of the directory is used up");
        FILES.setQuota(root, -1, -1);
        commit(5, 8);
    }

    @Test
    void aFullQuotaOfNamesIsNamed() throws IOException {
        initialize();
        FILES.setQuota(root, 3, Long.MAX_VALUE);
        assertNotApplied("NSQuotaExceededException", "The quota of names of the directory is used up");
        FILES.setQuota(root, -1, -1);
        commit(5, 8);
    }

    @Test
    void aDirectoryThatMayBeReadAndNotWrittenIsNamed() throws Exception {
        initialize();
        FILES.setPermission(new Path(root, "recharge"), new FsPermission("755"));
        try (FileSystem theirs = ofStranger()) {
            HdfsOffsetStore refused = new HdfsOffsetStore(theirs, root);
            assertThat(refused.load(GROUP)).containsKey(PARTITION);
            assertRefused(
                    () -> refused.commit(range(5, 8)), "access=WRITE", new Path(root, "recharge"), "group recharge");
        }
        commit(5, 8);
    }

    @Test
    void aDirectoryThatMayNotBeReadIsNamed() throws Exception {
        initialize();
        FILES.setPermission(root, new FsPermission("700"));
        try (FileSystem theirs = ofStranger()) {
            HdfsOffsetStore refused = new HdfsOffsetStore(theirs, root);
            assertRefused(() -> refused.load(GROUP), "access=EXECUTE", root, "group recharge");
            assertRefused(() -> refused.commit(range(5, 8)), "access=EXECUTE", root, "group recharge");
        }
    }

    /** The root of HDFS belongs to the user who started it, and only that user may write there. */
    @Test
    void aDirectoryThatMayNotBeCreatedIsNamed() throws Exception {
        try (FileSystem theirs = ofStranger()) {
            HdfsOffsetStore refused = new HdfsOffsetStore(theirs, root);
            assertThat(refused.load(GROUP)).isEmpty();
            assertRefused(
                    () -> refused.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5))),
                    "access=WRITE",
                    new Path("/"),
                    "group recharge");
        }
        assertThat(FILES.exists(root)).isFalse();
    }

    private static FileSystem ofStranger() throws Exception {
        return UserGroupInformation.createRemoteUser("stranger")
                .doAs((PrivilegedExceptionAction<FileSystem>) () -> SharedHdfs.client(SERVER.uri(), SHORT));
    }

    private void assertRefused(ThrowingCallable call, String access, Path directory, String subject) {
        assertThatThrownBy(call)
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll(
                        subject + " in HDFS at " + root + ": ",
                        "AccessControlException: Permission denied: user=stranger, " + access + ", inode=\""
                                + directory.toUri().getPath() + "\"",
                        "Give the user of the job rwx on the directory of the store");
    }

    @Test
    void aNameNodeThatIsNotThereIsNamedWhenAStoreIsOpened() {
        assertThatThrownBy(() -> OffsetStores.open("hdfs://127.0.0.1:1/tidemark?timeout=10s"))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "Cannot open the offset store at hdfs://127.0.0.1:1/tidemark: ConnectException",
                        "Check that the name node runs, and the host and the port of the URL");
    }

    private void assertNotApplied(String cause, String remedy) {
        assertThatThrownBy(() -> commit(5, 8))
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll(
                        "Cannot commit the offsets of group recharge in HDFS at " + root + ": ", cause, remedy);
    }

    private void initialize() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
    }

    private void commit(long from, long until) {
        store.commit(range(from, until));
    }

    private static OffsetCommit range(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }

    private long stored() {
        return Objects.requireNonNull(store.load(GROUP).get(PARTITION)).offset();
    }
}
