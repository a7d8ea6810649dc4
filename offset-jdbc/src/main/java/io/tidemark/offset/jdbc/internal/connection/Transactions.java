package io.tidemark.offset.jdbc.internal.connection;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.jdbc.spi.ServerFacts;
import io.tidemark.offset.jdbc.spi.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Runs work in transactions of borrowed connections and distinguishes their outcomes. */
public final class Transactions {

    /** How many dead connections of a pool are skipped before a call fails. */
    private static final int DEAD_CONNECTIONS = 16;

    private final Connections connections;
    private final String database;
    private final SqlErrors errors;
    private final Failures failures;
    private final String table;
    private volatile String server;
    private volatile String serverUrl = "";
    private volatile String isolation = ServerFacts.READ_COMMITTED;

    public Transactions(DataSource dataSource, Dialect dialect, String table) {
        this(Connections.of(dataSource), dialect, table);
    }

    /** @param table the table of offsets, for messages */
    public Transactions(Connections connections, Dialect dialect, String table) {
        this.connections = connections;
        this.database = dialect.name();
        this.errors = dialect.errors();
        this.failures = new Failures(errors);
        this.table = table;
        this.server = connections.address();
    }

    /** Classifies failures. */
    public Failures failures() {
        return failures;
    }

    /** Sets the isolation level of all later transactions. */
    public void isolation(String level) {
        isolation = level;
    }

    /**
     * Reads.
     *
     * @param what the action, as the continuation of "Cannot"
     */
    public <T> T read(String what, SqlWork<T> work) {
        try (Session session = begin(what)) {
            return work.on(session.connection());
        } catch (SQLException e) {
            throw failures.notRead(what, where(), e);
        }
    }

    /**
     * Writes: when this returns, the work is committed.
     *
     * @param what the action, as the continuation of "Cannot"
     * @param group the group, for a report of an unknown outcome
     * @param ranges the ranges of the write, for the same report
     */
    public <T> T write(String what, GroupId group, List<PartitionRange> ranges, SqlWork<T> work) {
        try (Session session = begin(what)) {
            T result = work.on(session.connection());
            commit(session, what, group, ranges);
            return result;
        } catch (SQLException e) {
            throw failures.notApplied(what, where(), e);
        }
    }

    /** The table and server, for messages. */
    public String where() {
        return "table " + table + " of " + database + " at " + server;
    }

    private void commit(Session session, String what, GroupId group, List<PartitionRange> ranges) {
        try {
            session.commit();
        } catch (SQLException e) {
            if (errors.isRolledBack(e)) {
                throw failures.notApplied(what, where(), e);
            }
            throw unknown(group, ranges, failures.reason(e), e);
        } catch (RuntimeException e) {
            throw unknown(group, ranges, String.valueOf(e.getMessage()), e);
        }
    }

    private CommitOutcomeUnknownException unknown(
            GroupId group, List<PartitionRange> ranges, String reason, Exception cause) {
        return new CommitOutcomeUnknownException(
                group, ranges, "the transaction in " + where() + " (" + reason + ")", cause);
    }

    /**
     * Begins a transaction on a connection that answers. Connections that the server has closed while they were idle in
     * a pool are skipped. Nothing was sent on them, so this is not a retry.
     */
    private Session begin(String what) {
        SQLException last = new SQLException("no connection answers");
        for (int tried = 0; tried < DEAD_CONNECTIONS; tried++) {
            Connection connection;
            try {
                connection = connections.borrow();
            } catch (SQLException e) {
                throw noConnection(what, e);
            }
            try {
                noteServer(connection);
                return Session.begin(connections, connection, isolation);
            } catch (SQLException e) {
                if (!errors.isBrokenConnection(e)) {
                    throw noConnection(what, e);
                }
                last = e;
            }
        }
        throw noConnection(what, last);
    }

    private void noteServer(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        if (url != null && !url.equals(serverUrl)) {
            serverUrl = url;
            server = ServerAddress.of(url);
        }
    }

    private OffsetStoreException noConnection(String what, SQLException cause) {
        return failures.notApplied(what, where(), cause);
    }
}
