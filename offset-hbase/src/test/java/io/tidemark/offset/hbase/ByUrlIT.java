package io.tidemark.offset.hbase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A store that was opened by one URL, with a connection of its own. */
@Tag("long")
class ByUrlIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final String table = SharedHBase.unusedTable();

    @Test
    void aUrlNamesZooKeeperAndTheTable() {
        String url = "hbase://" + SharedHBase.SERVER.quorum() + "/default:" + table;
        try (OpenOffsetStore opened = OffsetStores.open(url + "?writer=worker-1&timeout=60s&hbase.client.pause=50")) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

            assertThat(opened).hasToString(url);
            assertThat(opened.store().load(GROUP).values())
                    .extracting(StoredOffset::writer)
                    .containsExactly(Optional.of(new WriterName("worker-1")));
        }
    }

    @Test
    void aUrlMayNameServersOfHBaseInstead() {
        try (OpenOffsetStore opened =
                OffsetStores.open("hbase+rpc://" + SharedHBase.SERVER.master() + "/" + table + "?timeout=60s")) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

            assertThat(opened.store().load(GROUP).values())
                    .extracting(StoredOffset::offset)
                    .containsExactly(5L);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() {
        assertThatThrownBy(() -> OffsetStores.open("hbase://127.0.0.1:1/offsets?connect=500ms"))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(
                        "Cannot open the offset store at hbase://127.0.0.1:1/offsets: no server answered within"
                                + " 500 ms; check that HBase and its ZooKeeper run and can be reached");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open("hbase+rpc:/a:b:c?timeout=soon&take-over=$&tabel=x"))
                .withMessageContainingAll(
                        "Cannot open the offset store at hbase+rpc:/a:b:c: ",
                        "'a:b:c' is not the name of a table, TABLE or NAMESPACE:TABLE",
                        "'$' is not the name of a table, TABLE or NAMESPACE:TABLE",
                        "timeout is 'soon', and not a duration such as 500ms, 10s or 2m",
                        "the URL must name at least one server, hbase+rpc://host:16020",
                        "there is no setting 'tabel'; the settings are connect, hadoop.*, hbase.*, take-over, timeout,"
                                + " writer, zookeeper.*");
    }
}
