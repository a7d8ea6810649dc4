package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStoreException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;

/** Says what an {@link SQLException} means for a store, and what to do about it. */
final class Failures {

    private static final int ACCESS_DENIED = 1045;
    private static final int DATABASE_DENIED = 1044;
    private static final int TABLE_DENIED = 1142;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int NO_SUCH_COLUMN = 1054;
    private static final int NO_DATABASE = 1046;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    private static final int PACKET_TOO_LARGE = 1153;
    private static final int READ_ONLY_OPTION = 1290;
    private static final int READ_ONLY_TRANSACTION = 1792;
    private static final int READ_ONLY_MODE = 1836;
    private static final int TRANSACTION_IN_PROGRESS = 1568;

    private Failures() {}

    /** A failure after which nothing was stored. */
    static OffsetStoreException notApplied(String what, String where, SQLException cause) {
        return new OffsetStoreException(
                "Cannot " + what + " in " + where + ": " + reason(cause) + "; nothing was stored. " + advice(cause),
                cause);
    }

    /** A failure of a call that only reads. */
    static OffsetStoreException notRead(String what, String where, SQLException cause) {
        return new OffsetStoreException(
                "Cannot " + what + " in " + where + ": " + reason(cause) + ". " + advice(cause), cause);
    }

    /** Whether the connection is of no use any more. */
    static boolean isBrokenConnection(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException
                || (state != null && state.startsWith("08"));
    }

    /** Whether the server has said that it has rolled the transaction back. */
    static boolean isRolledBack(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransactionRollbackException || (state != null && state.startsWith("40"));
    }

    static boolean isDenied(SQLException e) {
        return e.getErrorCode() == TABLE_DENIED || e.getErrorCode() == DATABASE_DENIED;
    }

    static boolean isNoSuchTable(SQLException e) {
        return e.getErrorCode() == NO_SUCH_TABLE;
    }

    private static String reason(SQLException e) {
        String message = e.getMessage();
        String text = message == null
                ? e.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
        Throwable cause = e.getCause();
        String deeper = cause == null || cause.getMessage() == null || text.contains(cause.getMessage())
                ? ""
                : " (" + cause.getMessage().strip().lines().findFirst().orElse("") + ")";
        return text + deeper + " [SQL state " + e.getSQLState() + ", error " + e.getErrorCode() + "]";
    }

    private static String advice(SQLException e) {
        return switch (e.getErrorCode()) {
            case ACCESS_DENIED -> "Check user and password of the data source";
            case DATABASE_DENIED, TABLE_DENIED ->
                "Grant the user SELECT, INSERT, UPDATE and DELETE on the store's tables";
            case NO_SUCH_TABLE ->
                "The table was dropped under the running store: restore it, or start the stream again, which makes an empty"
                        + " one";
            case NO_SUCH_COLUMN -> "The table was changed under the running store: start the store again";
            case NO_DATABASE -> "Name a database in the JDBC URL";
            case LOCK_WAIT_TIMEOUT ->
                "Another driver of the group, or a session that was left open, holds the rows: look at SHOW PROCESSLIST;"
                        + " the same call may be made again";
            case DEADLOCK ->
                "The server has chosen this transaction as a deadlock's victim: the same call may be made again";
            case PACKET_TOO_LARGE ->
                "Raise max_allowed_packet on the server, or start the store again if it was lowered";
            case READ_ONLY_OPTION, READ_ONLY_TRANSACTION, READ_ONLY_MODE ->
                "The server only reads, as a replica does after a failover, and a hosted server whose disk is full: point the"
                        + " data source at the primary, or give the server room";
            case TRANSACTION_IN_PROGRESS ->
                "The data source hands out connections in the middle of a transaction: make its pool roll them back";
            default ->
                isBrokenConnection(e)
                        ? "Check that the server runs and can be reached; the same call may be made again"
                        : "Look at the cause";
        };
    }
}
