package io.tidemark.offset.hbase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.hbase.internal.link.Deadline;
import io.tidemark.offset.hbase.internal.link.Link;
import io.tidemark.offset.hbase.internal.link.RequestException;
import io.tidemark.offset.hbase.internal.link.TableLink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.CheckAndMutate;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tables that are missing, disabled, denied, or not the store's, and a cell that a person changes. */
@Tag("long")
class UnusualStatesIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final HBaseStoreOptions OPTIONS =
            HBaseStoreOptions.defaults().timeout(Duration.ofSeconds(20));

    private static AsyncConnection connection;
    private static Tables tables;

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
    void aMissingTableHoldsNothingAndIsCreatedByTheFirstWrite() {
        HBaseOffsetStore store = store(connection);

        assertThat(store.load(GROUP)).isEmpty();
        assertThat(Tables.await(tables.admin().tableExists(TableName.valueOf(table))))
                .isFalse();
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

        assertThat(offset(store)).contains(5L);
    }

    @Test
    void aTableThatWasDroppedIsAConflict() {
        HBaseOffsetStore store = prepared();
        tables.drop(table);

        assertThatThrownBy(() -> store.commit(commit(5, 8))).isInstanceOf(OffsetConflictException.class);
    }

    @Test
    void aDisabledTableIsNamed() {
        HBaseOffsetStore store = prepared();
        tables.disable(table);

        assertThatThrownBy(() -> store.commit(commit(5, 8)))
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll(
                        "Cannot commit the offsets of group recharge in table " + table + " in HBase at ",
                        "TableNotEnabledException",
                        "Enable the table in the HBase shell: enable 'TABLE'");

        tables.enable(table);
        store.commit(commit(5, 8));
        assertThat(offset(store)).contains(8L);
    }

    @Test
    void aUserWithoutPermissionsIsToldWhichOnesItNeeds() {
        HBaseOffsetStore store = prepared();
        AsyncConnection stranger = SharedHBase.connectAs("stranger");

        assertThatThrownBy(() -> store(stranger).commit(commit(5, 8)))
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll("AccessDeniedException", "grant 'USER', 'RW', 'TABLE'");

        assertThat(offset(store)).contains(5L);
        Connections.close(stranger);
    }

    @Test
    void aTableThatMayNotBeCreatedIsShownAsACommand() {
        AsyncConnection stranger = SharedHBase.connectAs("stranger");

        assertThatThrownBy(() -> store(stranger).initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5))))
                .isInstanceOf(OffsetStoreException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContainingAll(
                        "the table does not exist and cannot be created: AccessDeniedException",
                        "Create it in the HBase shell: create '" + table + "', {NAME => 'tidemark', VERSIONS => 100}");
        Connections.close(stranger);
    }

    @Test
    void aMissingNamespaceIsShownAsACommand() {
        HBaseOffsetStore store = new HBaseOffsetStore(connection, OPTIONS.table("nowhere:offsets"));

        assertThatThrownBy(() -> store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5))))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "NamespaceNotFoundException", "create_namespace 'NAMESPACE'", "create 'nowhere:offsets'");
    }

    @Test
    void aTableOfAnotherProgramIsRefused() {
        tables.create(table, "offsets");

        assertThatThrownBy(() -> store(connection).load(GROUP))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "NoSuchColumnFamilyException",
                        "If an older job keeps its offsets in this table, name it as take-over");
    }

    @Test
    void aTableThatForgetsIsRefused() {
        tables.create(table, "tidemark", 3_600);

        assertThatThrownBy(() -> store(connection).initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5))))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "the table deletes what was written 3600 s ago (TTL)",
                        "alter '" + table + "', {NAME => 'tidemark', TTL => 'FOREVER'}");
    }

    @Test
    void aCellThatIsChangedBetweenReadAndWriteIsNotOverwritten() {
        HBaseOffsetStore store = prepared();
        // the write id is the same, so that only the offset differs
        Link edited = before(() -> tables.put(
                table,
                "recharge",
                "tidemark",
                "offsets",
                tables.get(table, "recharge", "offsets").replace("\n0 5\n", "\n0 6\n")));

        assertThatThrownBy(() -> new HBaseOffsetStore(edited, OPTIONS).commit(commit(5, 8)))
                .isInstanceOf(OffsetConflictException.class);

        assertThat(offset(store)).contains(6L);
    }

    @Test
    void aGroupThatAnotherJobCreatesBetweenReadAndWriteIsKept() {
        Tables.await(connection.getAdmin().tableExists(TableName.valueOf(table)));
        tables.create(table, "tidemark");
        HBaseOffsetStore store = store(connection);
        Link faster = before(() -> store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(7))));

        assertThat(new HBaseOffsetStore(faster, OPTIONS)
                        .initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)))
                        .values())
                .extracting(StoredOffset::offset)
                .containsExactly(7L);
        assertThat(offset(store)).contains(7L);
    }

    private HBaseOffsetStore prepared() {
        HBaseOffsetStore store = store(connection);
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        return store;
    }

    private HBaseOffsetStore store(AsyncConnection client) {
        return new HBaseOffsetStore(client, OPTIONS.table(table));
    }

    /** A link on which something happens before its first write. */
    private Link before(Runnable happens) {
        TableLink link = new TableLink(connection, TableName.valueOf(table));
        return new Link() {

            private boolean isDue = true;

            @Override
            public String address() {
                return link.address();
            }

            @Override
            public int largestCell() {
                return link.largestCell();
            }

            @Override
            public Result read(Get get, Deadline deadline) throws RequestException {
                return link.read(get, deadline);
            }

            @Override
            public List<Result> scan(Scan scan, Deadline deadline) throws RequestException {
                return link.scan(scan, deadline);
            }

            @Override
            public List<Result> scanOlder(String older, Scan scan, Deadline deadline) throws RequestException {
                return link.scanOlder(older, scan, deadline);
            }

            @Override
            public boolean isMissingTable(RequestException failure) {
                return link.isMissingTable(failure);
            }

            @Override
            public void createTable(Deadline deadline) throws RequestException {
                link.createTable(deadline);
            }

            @Override
            public boolean write(CheckAndMutate write, Deadline deadline) throws RequestException {
                if (isDue) {
                    isDue = false;
                    happens.run();
                }
                return link.write(write, deadline);
            }
        };
    }

    private static Optional<Long> offset(HBaseOffsetStore store) {
        return Optional.ofNullable(store.load(GROUP).get(PARTITION)).map(StoredOffset::offset);
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }
}
