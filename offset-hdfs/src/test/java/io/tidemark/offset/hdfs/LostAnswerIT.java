package io.tidemark.offset.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading back after a lost answer: its result is final, because the rename can no longer be applied. */
class LostAnswerIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Set<String> RENAME = Set.of("rename2");

    private final FaultProxy proxy =
            FaultProxy.before(WireProtocol.HADOOP, SharedHdfs.server().address());
    private final FileSystem client = SharedHdfs.client("hdfs://" + proxy.address(), Duration.ofSeconds(30));
    private final String path = SharedHdfs.unusedDirectory().toUri().getPath();
    private final HdfsOffsetStore store = new HdfsOffsetStore(client, new Path("hdfs://" + proxy.address() + path));

    @BeforeEach
    void initialize() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
    }

    @Test
    void aRenameThatWasLostCanNoLongerBeAppliedAfterReadingBack() throws IOException {
        proxy.loseRequest(1, RENAME);
        assertUnknown();
        assertThat(writesInProgress()).hasSize(1);

        assertThat(readBack()).isEqualTo(5);

        assertThat(writesInProgress()).isEmpty();
        store.commit(commit(5, 9));
        assertThat(readBack()).isEqualTo(9);
    }

    @Test
    void aRenameThatWasAppliedIsFoundByReadingBack() throws IOException {
        proxy.loseAnswer(1, RENAME);
        assertUnknown();

        assertThat(readBack()).isEqualTo(8);

        assertThat(writesInProgress()).isEmpty();
        store.commit(commit(8, 9));
    }

    private void assertUnknown() {
        assertThatThrownBy(() -> store.commit(commit(5, 8)))
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll("Cannot tell whether the commit to HDFS at ", "(while renaming .writing-");
    }

    private long readBack() {
        return Objects.requireNonNull(store.readBack(GROUP, Set.of("orders")).get(PARTITION))
                .offset();
    }

    private List<String> writesInProgress() throws IOException {
        return Arrays.stream(SharedHdfs.files().listStatus(new Path(SharedHdfs.uri() + path + "/recharge")))
                .map(FileStatus::getPath)
                .map(Path::getName)
                .filter(name -> name.startsWith(".writing-"))
                .toList();
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }
}
