package io.tidemark.offset.hbase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Offsets of an older job, in the layouts of tutorials. */
class OlderTableIT {

    private static final GroupId GROUP = new GroupId("re.charge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicPartition OTHER = new TopicPartition("returns", 0);

    private static AsyncConnection connection;
    private static Tables tables;

    private final String older = SharedHBase.unusedTable();
    private final String table = SharedHBase.unusedTable();

    @BeforeAll
    static void connect() {
        connection = SharedHBase.connect();
        tables = new Tables(connection);
    }

    @AfterAll
    static void close() {
        Connections.close(connection);
    }

    @Test
    void theFirstWriteTakesAllOffsetsOver() {
        tables.create(older, "offsets");
        tables.put(older, "orders:re.charge", "offsets", "0", "5");
        tables.put(older, "orders:re.charge", "offsets", "1", "7");
        tables.put(older, "returns:re.charge", "offsets", "0", "9");
        tables.put(older, "returns:re.charge", "offsets", "note", "by hand");
        tables.put(older, "orders:reXcharge", "offsets", "0", "1");
        tables.put(older, "orders:re.charge2", "offsets", "0", "1");
        HBaseOffsetStore store = store();
        assertThat(offsets(store)).isEqualTo(Map.of(FIRST, 5L, SECOND, 7L, OTHER, 9L));

        store.commit(commit(FIRST, 5, 8));
        // it counts no longer
        tables.put(older, "orders:re.charge", "offsets", "1", "70");

        assertThat(offsets(store)).isEqualTo(Map.of(FIRST, 8L, SECOND, 7L, OTHER, 9L));
        assertThat(store.load(GROUP)).hasEntrySatisfying(SECOND, entry -> {
            assertThat(entry.writer()).isEmpty();
            assertThat(entry.storedAt()).isPresent();
        });
    }

    @Test
    void rowsOfBatchesCountByTheirTime() {
        tables.create(older, "offsets");
        tables.put(older, "orders:re.charge:1700000000000", "offsets", "0", "5");
        tables.put(older, "orders:re.charge:1700000000000", "offsets", "1", "5");
        tables.put(older, "orders:re.charge:1700000060000", "offsets", "0", "8");

        assertThat(offsets(store())).isEqualTo(Map.of(FIRST, 8L, SECOND, 5L));
    }

    @Test
    void aCommitBesideWhatTheOlderJobHasStoredIsInConflict() {
        tables.create(older, "offsets");
        tables.put(older, "orders:re.charge", "offsets", "0", "5");
        HBaseOffsetStore store = store();

        assertThatThrownBy(() -> store.commit(commit(FIRST, 4, 8))).isInstanceOf(OffsetConflictException.class);

        assertThat(offsets(store)).isEqualTo(Map.of(FIRST, 5L));
    }

    @Test
    void ofTwoJobsThatTakeOverOneSucceeds() {
        tables.create(older, "offsets");
        tables.put(older, "orders:re.charge", "offsets", "0", "5");
        HBaseOffsetStore store = store();
        store.commit(commit(FIRST, 5, 8));

        assertThatThrownBy(() -> store().commit(commit(FIRST, 5, 9))).isInstanceOf(OffsetConflictException.class);

        assertThat(offsets(store)).isEqualTo(Map.of(FIRST, 8L));
    }

    @Test
    void aValueThatIsNoTextIsNamed() {
        tables.create(older, "offsets");
        tables.put(older, "orders:re.charge", "offsets", "0", "\0\0\0\0\0\0\0\5");

        assertThatThrownBy(() -> store().load(GROUP))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessage("Cannot take over the offset in table " + older
                        + ", row 'orders:re.charge', column '0': it holds '\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x05'"
                        + " and not a decimal number from 0 on; put the next offset to read there as text");
    }

    private HBaseOffsetStore store() {
        return new HBaseOffsetStore(
                connection, HBaseStoreOptions.defaults().table(table).takeOver(older));
    }

    private static OffsetCommit commit(TopicPartition partition, long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(partition, from, until)));
    }

    private static Map<TopicPartition, Long> offsets(HBaseOffsetStore store) {
        return store.load(GROUP).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, (Map.Entry<TopicPartition, StoredOffset> entry) -> entry.getValue()
                                .offset()));
    }
}
