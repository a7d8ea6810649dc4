package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStoreException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

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

    private static final int DEEPEST = 20;

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
        List<String> said = new ArrayList<>();
        for (Throwable one : causes(e)) {
            String line = firstLine(one);
            if (said.stream().noneMatch(before -> before.contains(line))) {
                said.add(line);
            }
        }
        String deeper = said.size() == 1 ? "" : " (" + String.join(": ", said.subList(1, said.size())) + ")";
        return said.get(0) + deeper + " [SQL state " + e.getSQLState() + ", error " + e.getErrorCode() + "]";
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null
                ? failure.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }

    /** The failure and what lies behind it: drivers and pools put words of their own before those that tell. */
    private static List<Throwable> causes(SQLException e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable one = e; one != null && causes.size() < DEEPEST; one = one.getCause()) {
            causes.add(one);
        }
        return causes;
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
            default -> connectionAdvice(e);
        };
    }

    private static String connectionAdvice(SQLException e) {
        if (causes(e).stream().anyMatch(Failures::isRefusedTls)) {
            return "Check that the data source trusts the server's certificate, that this names the host and is valid today,"
                    + " and that both know a common version of TLS";
        }
        return isBrokenConnection(e)
                ? "Check that the server runs and can be reached; the same call may be made again"
                : "Look at the cause";
    }

    /** Not any failure of TLS: a server that dies ends TLS, too. */
    private static boolean isRefusedTls(Throwable failure) {
        return failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException
                || failure instanceof GeneralSecurityException;
    }
}
