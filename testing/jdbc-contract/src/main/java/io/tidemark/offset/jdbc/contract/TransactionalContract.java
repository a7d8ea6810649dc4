package io.tidemark.offset.jdbc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.tck.fixture.Cut;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a job's work may do on the store's connection, and what becomes of it. */
public abstract class TransactionalContract {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final SqlTestDatabase database = openDatabase();
    private final JdbcOffsetStore store = database.store(SqlTable.seed());

    /** A new, empty database. */
    protected abstract SqlTestDatabase openDatabase();

    @BeforeEach
    void begin() {
        database.execute("CREATE TABLE job (line varchar(50) PRIMARY KEY)");
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void theWorkCannotEndTheTransaction() {
        store.commitWith(commit(5, 8), connection -> {
            for (SqlCall call : List.<SqlCall>of(
                    Connection::commit,
                    Connection::rollback,
                    Connection::close,
                    one -> one.setAutoCommit(true),
                    one -> one.abort(Runnable::run),
                    one -> one.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))) {
                assertThatThrownBy(() -> call.on(connection))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("the store ends the transaction; throw an exception to roll it back");
            }
        });

        assertThat(stored()).isEqualTo(8);
    }

    @Test
    void theWorkMayUseSavepoints() throws SQLException {
        store.<SQLException>commitWith(commit(5, 8), connection -> {
            insert(connection, "kept");
            Savepoint savepoint = connection.setSavepoint();
            insert(connection, "dropped");
            connection.rollback(savepoint);
        });

        assertThat(database.query("SELECT line FROM job")).containsExactly("kept");
    }

    @Test
    void theConnectionIsOfNoUseAfterTheWork() {
        List<Connection> kept = new ArrayList<>();

        store.commitWith(commit(5, 8), kept::add);

        assertThatThrownBy(() -> kept.get(0).createStatement())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the transaction is over");
        assertThatCode(() -> kept.get(0).toString()).doesNotThrowAnyException();
    }

    @Test
    void theDatabasesOwnExceptionReachesTheCaller() {
        assertThatThrownBy(() -> store.<SQLException>commitWith(commit(5, 8), connection -> {
                    insert(connection, "twice");
                    insert(connection, "twice");
                }))
                .isInstanceOf(SQLException.class)
                .message()
                .containsIgnoringCase("duplicate");
        assertThat(database.query("SELECT line FROM job")).isEmpty();
        assertThat(stored()).isEqualTo(5);
    }

    @Test
    void aSecondDriverWaitsForTheWorkAndIsThenInConflict() throws Exception {
        List<CompletableFuture<Void>> second = new ArrayList<>();

        store.<SQLException>commitWith(commit(5, 8), connection -> {
            second.add(CompletableFuture.runAsync(() -> store.commit(commit(5, 9))));
            awaitLockWait();
            insert(connection, "mine");
        });

        assertThatThrownBy(() -> second.get(0).get())
                .cause()
                .isInstanceOf(OffsetConflictException.class)
                .hasMessageContaining("expected 5, found 8");
        assertThat(stored()).isEqualTo(8);
        assertThat(database.query("SELECT line FROM job")).containsExactly("mine");
    }

    @Test
    void whatBecameOfWorkWhoseCommitWasCutIsUnknown() {
        for (Cut cut : List.of(Cut.REQUEST_LOST, Cut.ANSWER_LOST)) {
            long from = stored();
            try (FaultProxy proxy = database.proxy();
                    HikariDataSource pool = database.pool(proxy)) {
                JdbcOffsetStore cutStore =
                        database.store(pool, SqlStoreOptions.defaults().table(SqlTable.seed()));
                SqlTestDatabase.arm(proxy, cut);

                assertThatThrownBy(() -> cutStore.<SQLException>commitWith(
                                commit(from, from + 1), connection -> insert(connection, cut.name())))
                        .isInstanceOf(CommitOutcomeUnknownException.class);
            }
        }

        assertThat(stored()).isEqualTo(6);
        assertThat(database.query("SELECT line FROM job")).containsExactly("ANSWER_LOST");
    }

    private void awaitLockWait() {
        await().until(() -> database.lockWaits() > 0);
    }

    private long stored() {
        return store.load(GROUP, Set.of("orders")).values().iterator().next().offset();
    }

    private static void insert(Connection connection, String line) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO job VALUES ('" + line + "')");
        }
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }

    /** A call that the work might make. */
    @FunctionalInterface
    private interface SqlCall {

        void on(Connection connection) throws SQLException;
    }
}
