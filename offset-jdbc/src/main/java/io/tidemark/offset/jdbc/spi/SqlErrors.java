package io.tidemark.offset.jdbc.spi;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/**
 * Classifies the errors of a database. Implementations are immutable.
 *
 * @since 0.1
 */
public interface SqlErrors {

    /** Whether a table does not exist. */
    boolean isNoSuchTable(SQLException e);

    /** Whether the user lacks a permission on a database, schema, table or column. */
    boolean isDenied(SQLException e);

    /** Whether the server, or the session, accepts no writes. */
    boolean isReadOnly(SQLException e);

    /** Whether the statement or the transaction exceeds a limit that fewer partitions would not exceed. */
    boolean isTooLarge(SQLException e);

    /** Whether the connection is no longer usable. */
    default boolean isBrokenConnection(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException
                || (state != null && state.startsWith("08"));
    }

    /** Whether an error of a {@code COMMIT} proves that the server has rolled the transaction back. */
    default boolean isRolledBack(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransactionRollbackException || (state != null && state.startsWith("40"));
    }

    /** The remedy of an error by its code, as a sentence without its full stop; empty if the code has none. */
    Optional<String> remedy(SQLException e);

    /** The remedy if the connection broke, or could not be established. */
    String connectionRemedy();

    /** The remedy if client and server do not agree on TLS. */
    String tlsRemedy();

    /** The codes of an error, for messages. */
    default String codes(SQLException e) {
        return "SQL state " + e.getSQLState() + ", error " + e.getErrorCode();
    }
}
