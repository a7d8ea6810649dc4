package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.internal.connection.Transactions;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is called on a connection, in which order, when some call fails. */
class SessionTest {

    private static final GroupId GROUP = new GroupId("recharge");

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Exception> failing = new HashMap<>();

    @Test
    void aWriteIsCommittedAndTheConnectionSetBack() {
        write();

        assertThat(calls).containsExactly("setAutoCommit false", "execute", "commit", "setAutoCommit true", "close");
    }

    @Test
    void aReadIsRolledBack() {
        transactions().read("read", connection -> 1);

        assertThat(calls).containsExactly("setAutoCommit false", "execute", "rollback", "setAutoCommit true", "close");
    }

    @Test
    void workThatFailsIsRolledBackBeforeTheConnectionIsSetBack() {
        assertThatThrownBy(() -> transactions().write("write", GROUP, List.of(), connection -> {
                    throw new SQLException("broken", "HY000", 1);
                }))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessage("Cannot write in table offset_tb of MySQL at jdbc:mysql://db/jobs: broken [SQL state HY000,"
                        + " error 1]; nothing was stored");
        assertThat(calls).containsExactly("setAutoCommit false", "execute", "rollback", "setAutoCommit true", "close");
    }

    @Test
    void aConnectionThatCannotBeRolledBackIsCutAndNeverSetToCommitByItself() {
        failing.put("rollback", new SQLException("no"));

        assertThatThrownBy(() -> transactions().write("write", GROUP, List.of(), connection -> {
                    throw new IllegalStateException("the job's own");
                }))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThat(calls).containsExactly("setAutoCommit false", "execute", "rollback", "abort", "close");
    }

    @Test
    void aCommitThatFailsIsUnknownAndTheConnectionCut() {
        failing.put("commit", new SQLNonTransientConnectionException("gone", "08S01"));

        assertThatThrownBy(this::write)
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContaining("the transaction in table offset_tb of MySQL at jdbc:mysql://db/jobs (gone [");
        assertThat(calls).containsExactly("setAutoCommit false", "execute", "commit", "abort", "close");
    }

    @Test
    void aCommitThatFailsInWhateverOtherWayIsUnknownToo() {
        failing.put("commit", new SQLException("error during commit", "HY000", 1180));
        assertThatThrownBy(this::write)
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContaining("(error during commit [SQL state HY000, error 1180])")
                .hasMessageNotContaining("connection");

        failing.put("commit", new IllegalStateException("the driver's own"));
        assertThatThrownBy(this::write)
                .isInstanceOf(CommitOutcomeUnknownException.class)
                .hasMessageContaining("(the driver's own)");
    }

    @Test
    void aCommitThatTheServerRolledBackIsKnownNotApplied() {
        failing.put("commit", new SQLTransactionRollbackException("certification failed", "40001", 1213));

        assertThatThrownBy(this::write)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("nothing was stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"setAutoCommit true", "close"})
    void whatFailsAfterTheCommitDoesNotUndoIt(String call) {
        failing.put(call, new SQLException("late"));

        write();

        assertThat(calls).contains("commit").endsWith("close");
    }

    @Test
    void aTransactionThatCannotBeginLeavesNothingBehind() {
        failing.put("execute", new SQLException("in progress", "25001", 1568));

        assertThatThrownBy(this::write)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("make its pool roll them back");
        assertThat(calls).containsExactly("setAutoCommit false", "execute", "rollback", "setAutoCommit true", "close");
    }

    @Test
    void aDeadConnectionIsPassedOverAndAServerThatIsGoneIsReported() {
        failing.put("setAutoCommit false", new SQLNonTransientConnectionException("dead", "08003"));

        assertThatThrownBy(this::write)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("Check that the server runs and can be reached");
        assertThat(calls.stream().filter("close"::equals)).hasSize(16);
    }

    private void write() {
        transactions().write("write", GROUP, List.of(), connection -> 1);
    }

    private Transactions transactions() {
        return new Transactions(
                proxy(DataSource.class, Map.of("getConnection", connection())), MySqlDialect.INSTANCE, "offset_tb");
    }

    private Connection connection() {
        return proxy(
                Connection.class,
                Map.of(
                        "getAutoCommit",
                        true,
                        "createStatement",
                        proxy(Statement.class, Map.of("execute", true)),
                        "getMetaData",
                        proxy(DatabaseMetaData.class, Map.of("getURL", "jdbc:mysql://db/jobs?password=x"))));
    }

    private <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                SessionTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    boolean statementsEnd = type == Statement.class && name.equals("close");
                    if (!name.startsWith("get") && !name.startsWith("create") && !statementsEnd) {
                        String call = name.equals("setAutoCommit") ? name + " " + arguments[0] : name;
                        calls.add(call);
                        Exception failure = failing.get(call);
                        if (failure != null) {
                            throw failure;
                        }
                    }
                    return answers.get(name);
                }));
    }
}
