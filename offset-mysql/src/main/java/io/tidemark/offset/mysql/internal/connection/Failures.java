package io.tidemark.offset.mysql.internal.connection;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Classifies an {@link SQLException} and creates the store's exception with its message. */
public final class Failures {

    private static final int NO_SUCH_TABLE = 1146;

    /** Missing permissions on a database, table or column. */
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143);

    /** The server accepts no writes. */
    private static final Set<Integer> READ_ONLY = Set.of(1036, 1290, 1792, 1836);

    /** A limit on the packet size, the binary log's cache or the lock table: fewer partitions need less of each. */
    private static final Set<Integer> TOO_LARGE = Set.of(1153, 1197, 1206);

    private static final int DEEPEST = 20;

    private Failures() {}

    /** A failure after which nothing was stored. */
    public static OffsetStoreException notApplied(String what, String where, SQLException cause) {
        String message =
                "Cannot " + what + " in " + where + ": " + reason(cause) + "; nothing was stored" + advice(cause);
        return TOO_LARGE.contains(cause.getErrorCode())
                ? new BatchTooLargeException(message, cause)
                : new OffsetStoreException(message, cause);
    }

    /** A failure of a read-only call. */
    static OffsetStoreException notRead(String what, String where, SQLException cause) {
        return new OffsetStoreException(
                "Cannot " + what + " in " + where + ": " + reason(cause) + advice(cause), cause);
    }

    /** Whether the connection is no longer usable. */
    static boolean isBrokenConnection(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException
                || (state != null && state.startsWith("08"));
    }

    /** Whether the server has reported that it rolled the transaction back. */
    static boolean isRolledBack(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransactionRollbackException || (state != null && state.startsWith("40"));
    }

    /**
     * Whether a table cannot be created because the user lacks the permission, or because the server accepts no writes.
     */
    public static boolean isDeniedWrite(SQLException e) {
        return isDenied(e) || READ_ONLY.contains(e.getErrorCode());
    }

    public static boolean isDenied(SQLException e) {
        return DENIED.contains(e.getErrorCode());
    }

    public static boolean isNoSuchTable(SQLException e) {
        return e.getErrorCode() == NO_SUCH_TABLE;
    }

    /** The message of the server or driver, with the messages of its causes. */
    public static String reason(SQLException e) {
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

    /** The failure and its causes: drivers and pools wrap the server's exception in their own. */
    static List<Throwable> causes(SQLException e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable one = e; one != null && causes.size() < DEEPEST; one = one.getCause()) {
            causes.add(one);
        }
        return causes;
    }

    private static String advice(SQLException e) {
        return remedy(e).map(remedy -> ". " + remedy).orElse("");
    }

    /** The remedy of the first known error number. A pool's own exception has none, but its cause may have one. */
    private static Optional<String> remedy(SQLException e) {
        List<Throwable> causes = causes(e);
        Optional<String> byNumber = causes.stream()
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getErrorCode())
                .flatMap(number -> MySqlRemedies.TABLE.of(String.valueOf(number)).stream())
                .findFirst();
        if (byNumber.isPresent()) {
            return byNumber;
        }
        if (causes.stream().anyMatch(Failures::isRefusedTls)) {
            return MySqlRemedies.TABLE.of(MySqlRemedies.TLS);
        }
        return isBrokenConnection(e) ? MySqlRemedies.TABLE.of(MySqlRemedies.CONNECTION) : Optional.empty();
    }

    /** Not every failure of TLS matches: a server that dies ends its TLS sessions, too. */
    private static boolean isRefusedTls(Throwable failure) {
        return failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException
                || failure instanceof GeneralSecurityException;
    }
}
