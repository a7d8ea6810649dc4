package io.tidemark.offset.jdbc.internal.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One borrowed connection in one transaction. Closing it gives the connection back unchanged, and never in the middle
 * of a transaction: if the rollback fails, the connection is aborted, and the server rolls back.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connections owner;
    private final Connection connection;
    private final boolean autoCommit;
    private boolean ended;
    private boolean aborted;

    private Session(Connections owner, Connection connection, boolean autoCommit) {
        this.owner = owner;
        this.connection = connection;
        this.autoCommit = autoCommit;
    }

    /**
     * Begins a transaction. The isolation level applies only to this transaction, so it need not be restored.
     *
     * @param owner takes the connection back
     * @param isolation the level, as SQL names it
     */
    static Session begin(Connections owner, Connection connection, String isolation) throws SQLException {
        Session session = new Session(owner, connection, connection.getAutoCommit());
        try {
            if (session.autoCommit) {
                connection.setAutoCommit(false);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL " + isolation);
            }
            return session;
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    /** Commits. If this throws, the transaction may have been committed. */
    void commit() throws SQLException {
        try {
            connection.commit();
            ended = true;
        } catch (SQLException | RuntimeException e) {
            abort("the commit failed", e);
            throw e;
        }
    }

    @Override
    public void close() {
        if (!ended && !aborted) {
            try {
                connection.rollback();
            } catch (SQLException | RuntimeException e) {
                abort("the rollback failed", e);
            }
        }
        if (autoCommit && !aborted) {
            try {
                connection.setAutoCommit(true);
            } catch (SQLException | RuntimeException e) {
                abort("the settings of the connection could not be restored", e);
            }
        }
        try {
            owner.giveBack(connection);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("Closing a connection failed; its transaction has ended before", e);
        }
    }

    private void abort(String why, Exception cause) {
        aborted = true;
        LOG.debug("Aborting a connection: {}", why, cause);
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("Aborting a connection failed", e);
        }
    }
}
