package io.tidemark.offset.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The files of a group: their text, compaction, late writers, and files that others have left there. */
class FilesIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final DistributedFileSystem files = (DistributedFileSystem) SharedHdfs.files();
    private final Path root = SharedHdfs.unusedDirectory();
    private final Path directory = new Path(root, "recharge");

    @Test
    void eachWriteAddsAFileWithTheWholeState() throws IOException {
        HdfsOffsetStore store = initialized(20);
        store.commit(commit(5, 8));

        assertThat(names()).containsExactly("offsets-0000000001", "offsets-0000000002");
        assertThat(text("offsets-0000000002").lines())
                .contains("tidemark-offsets 1", "group recharge", "number 2", "0 8")
                .last()
                .asString()
                .startsWith("end ");
    }

    @Test
    void oldFilesAreDeletedAndNothingIsLost() throws IOException {
        HdfsOffsetStore store = initialized(3);
        for (long at = 5; at < 25; at++) {
            store.commit(commit(at, at + 1));
            assertThat(names()).hasSizeLessThanOrEqualTo(7);
        }

        assertThat(names()).contains("offsets-0000000021").doesNotContain("offsets-0000000001");
        assertThat(stored(new HdfsOffsetStore(files, root))).isEqualTo(25);
    }

    @Test
    void receiptsSurviveTheDeletionOfOldFiles() throws IOException {
        HdfsOffsetStore store = initialized(2);
        for (long at = 5; at < 8; at++) {
            store.reposition(new OffsetReposition(
                    GROUP,
                    Map.of(PARTITION, Move.to(StoredOffset.of(at), StoredOffset.of(at + 1))),
                    List.of(receipt(at))));
        }
        for (long at = 8; at < 20; at++) {
            store.commit(commit(at, at + 1));
        }

        HdfsOffsetStore another = new HdfsOffsetStore(files, root);
        assertThat(another.lossReceipts(GROUP)).extracting(LossReceipt::from).containsExactly(5L, 6L, 7L);
        assertThat(names()).filteredOn(name -> name.startsWith("receipts-")).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aLateWriterCannotTakeANumberThatWasDeleted() throws IOException {
        initialized(1).commit(commit(5, 6));
        // a driver that has written its file for number 3, and is then stopped
        Path late = new Path(directory, ".writing-0000000003-0123456789abcdef");
        write(late, "of a late writer");
        HdfsOffsetStore other =
                new HdfsOffsetStore(files, root, HdfsStoreOptions.defaults().keep(1));
        for (long at = 6; at < 12; at++) {
            other.commit(commit(at, at + 1));
        }
        Path free = new Path(directory, "offsets-0000000003");
        assertThat(files.exists(free)).isFalse();

        assertThatThrownBy(() -> files.rename(late, free, Rename.NONE)).isInstanceOf(IOException.class);

        assertThat(stored(other)).isEqualTo(12);
    }

    @Test
    void aStoreThatRemembersADeletedStateFindsItsConflict() {
        HdfsOffsetStore sleepy = initialized(1);
        HdfsOffsetStore other =
                new HdfsOffsetStore(files, root, HdfsStoreOptions.defaults().keep(1));
        for (long at = 5; at < 12; at++) {
            other.commit(commit(at, at + 1));
        }

        assertThatThrownBy(() -> sleepy.commit(commit(5, 6)))
                .isInstanceOf(OffsetConflictException.class)
                .hasMessageContaining("orders-0 expected 5, found 12");
    }

    @Test
    void readersSeeEveryCommitWholeWhileOldFilesAreDeleted() throws Exception {
        TopicPartition second = new TopicPartition("orders", 1);
        HdfsOffsetStore store =
                new HdfsOffsetStore(files, root, HdfsStoreOptions.defaults().keep(1));
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0), second, StoredOffset.of(0)));
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Long>> readers = Stream.of(1, 2)
                    .map(reader -> threads.submit(() -> {
                        long last = 0;
                        while (done.getCount() > 0) {
                            Map<TopicPartition, StoredOffset> read = new HdfsOffsetStore(files, root).load(GROUP);
                            long first =
                                    Objects.requireNonNull(read.get(PARTITION)).offset();
                            assertThat(Objects.requireNonNull(read.get(second)).offset())
                                    .isEqualTo(first);
                            assertThat(first).isGreaterThanOrEqualTo(last);
                            last = first;
                        }
                        return last;
                    }))
                    .toList();
            for (long at = 0; at < 30; at++) {
                store.commit(new OffsetCommit(
                        GROUP,
                        List.of(new PartitionRange(PARTITION, at, at + 1), new PartitionRange(second, at, at + 1))));
            }
            done.countDown();
            for (Future<Long> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        } finally {
            done.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void aFileThatACrashedWriterLeftBehindIsNoPartOfTheState() throws IOException {
        HdfsOffsetStore store = initialized(20);
        // never closed: the name node still has the lease of its writer
        FSDataOutputStream open = files.create(new Path(directory, ".writing-0000000002-00000000000000aa"));
        open.write("tidemark-offsets 1\n".getBytes(StandardCharsets.UTF_8));
        open.hflush();

        store.commit(commit(5, 8));
        store.commit(commit(8, 9));

        assertThat(stored(new HdfsOffsetStore(files, root))).isEqualTo(9);
        assertThat(names()).noneMatch(name -> name.startsWith(".writing"));
    }

    @Test
    void aTornFileIsRefusedAndTheFileBeforeItGovernsWhenItIsMovedAway() throws IOException {
        initialized(20).commit(commit(5, 8));
        Path newest = new Path(directory, "offsets-0000000002");
        String whole = text("offsets-0000000002");
        files.delete(newest, false);
        write(newest, whole.substring(0, whole.length() / 2));
        HdfsOffsetStore store = new HdfsOffsetStore(files, root);

        assertThatThrownBy(() -> store.load(GROUP))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll("Cannot read " + newest, "it is incomplete", "move the file away");
        assertThatThrownBy(() -> store.commit(commit(5, 8))).hasMessageContaining("it is incomplete");

        files.rename(newest, new Path(root, "torn"));
        assertThat(stored(store)).isEqualTo(5);
    }

    @Test
    void aFileThatWasReplacedByHandIsNoticedByAStoreThatRemembersIt() throws IOException {
        HdfsOffsetStore store = initialized(20);
        Path newest = new Path(directory, "offsets-0000000001");
        files.delete(newest, false);
        write(newest, "by hand");

        assertThatThrownBy(() -> store.commit(commit(5, 8)))
                .hasMessageContainingAll("Cannot read " + newest, "another program has written it");
    }

    @Test
    void filesOfOthersAreNamedOrIgnored() throws IOException {
        HdfsOffsetStore store = initialized(20);
        write(new Path(directory, "_SUCCESS"), "");
        assertThat(stored(store)).isEqualTo(5);

        Path foreign = new Path(directory, "offsets-0000000001.bak");
        write(foreign, "");
        assertThatThrownBy(() -> store.load(GROUP))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(foreign + " is not a file that Tidemark writes there; move it away");
    }

    @Test
    void fileSystemsOnWhichTwoWritersCanSucceedAreRefused() throws IOException {
        try (FileSystem local = FileSystem.newInstanceLocal(files.getConf())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HdfsOffsetStore(local, new Path("file:///tmp/tidemark")))
                    .withMessageContainingAll(
                            "Cannot keep offsets in file:///",
                            "its rename checks for an existing file in a separate step",
                            "Use HDFS (hdfs://), or a store of another kind");
        }
    }

    private HdfsOffsetStore initialized(int keep) {
        HdfsOffsetStore store =
                new HdfsOffsetStore(files, root, HdfsStoreOptions.defaults().keep(keep));
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        return store;
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }

    private static LossReceipt receipt(long from) {
        return new LossReceipt(
                GROUP,
                PARTITION,
                Optional.empty(),
                from,
                from + 1,
                LossReceipt.Reason.SKIPPED,
                OutOfRangePolicy.EARLIEST,
                Instant.ofEpochSecond(from));
    }

    private static long stored(HdfsOffsetStore store) {
        return Objects.requireNonNull(store.load(GROUP).get(PARTITION)).offset();
    }

    private List<String> names() throws IOException {
        return Arrays.stream(files.listStatus(directory))
                .map(FileStatus::getPath)
                .map(Path::getName)
                .toList();
    }

    private String text(String name) throws IOException {
        try (var in = files.open(new Path(directory, name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(Path file, String text) throws IOException {
        try (FSDataOutputStream out = files.create(file, false)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
