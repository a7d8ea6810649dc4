package io.tidemark.offset.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One borrowed connection in one transaction. Closing it gives the connection back as it was found, never in the middle
 * of a transaction: what cannot be rolled back is cut, and the server rolls back.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Connection connection;
    private final boolean autoCommit;
    private boolean ended;
    private boolean cut;

    private Session(Connection connection, boolean autoCommit) {
        this.connection = connection;
        this.autoCommit = autoCommit;
    }

    /**
     * Begins a transaction. Its isolation level holds for this one transaction, so that nothing has to be set back.
     *
     * @param isolation the level, as SQL names it
     */
    static Session begin(Connection connection, String isolation) throws SQLException {
        Session session = new Session(connection, connection.getAutoCommit());
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

    /** Commits; whatever this throws, the transaction may have been committed. */
    void commit() throws SQLException {
        try {
            connection.commit();
            ended = true;
        } catch (SQLException | RuntimeException e) {
            cut("the commit failed", e);
            throw e;
        }
    }

    @Override
    public void close() {
        if (!ended && !cut) {
            try {
                connection.rollback();
            } catch (SQLException | RuntimeException e) {
                cut("the rollback failed", e);
            }
        }
        if (autoCommit && !cut) {
            try {
                connection.setAutoCommit(true);
            } catch (SQLException | RuntimeException e) {
                cut("the connection could not be set back", e);
            }
        }
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("Closing a connection failed; its transaction has ended before", e);
        }
    }

    private void cut(String why, Exception cause) {
        cut = true;
        LOG.debug("Cutting a connection: {}", why, cause);
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("Cutting a connection failed", e);
        }
    }
}
