package io.tidemark.offset.jdbc.internal.connection;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.spi.SqlErrors;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Classifies an {@link SQLException} and creates the store's exception with its message. */
public final class Failures {

    private static final int DEEPEST = 20;

    private final SqlErrors errors;

    public Failures(SqlErrors errors) {
        this.errors = errors;
    }

    /** A failure after which nothing was stored. */
    public OffsetStoreException notApplied(String what, String where, SQLException cause) {
        String message =
                "Cannot " + what + " in " + where + ": " + reason(cause) + "; nothing was stored" + advice(cause);
        return errors.isTooLarge(cause)
                ? new BatchTooLargeException(message, cause)
                : new OffsetStoreException(message, cause);
    }

    /** A failure of a read-only call. */
    public OffsetStoreException notRead(String what, String where, SQLException cause) {
        return new OffsetStoreException(
                "Cannot " + what + " in " + where + ": " + reason(cause) + advice(cause), cause);
    }

    /** The message of the server or driver, with the messages of its causes. */
    public String reason(SQLException e) {
        List<String> said = new ArrayList<>();
        for (Throwable one : causes(e)) {
            String line = firstLine(one);
            if (said.stream().noneMatch(before -> before.contains(line))) {
                said.add(line);
            }
        }
        String deeper = said.size() == 1 ? "" : " (" + String.join(": ", said.subList(1, said.size())) + ")";
        return said.get(0) + deeper + " [" + errors.codes(e) + "]";
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

    private String advice(SQLException e) {
        return remedy(e).map(remedy -> ". " + remedy).orElse("");
    }

    /** The remedy of the first known error code. A pool's own exception has none, but its cause may have one. */
    public Optional<String> remedy(SQLException e) {
        List<Throwable> causes = causes(e);
        Optional<String> byCode = causes.stream()
                .filter(SQLException.class::isInstance)
                .flatMap(cause -> errors.remedy((SQLException) cause).stream())
                .findFirst();
        if (byCode.isPresent()) {
            return byCode;
        }
        if (causes.stream().anyMatch(Failures::isRefusedTls)) {
            return Optional.of(errors.tlsRemedy());
        }
        return errors.isBrokenConnection(e) ? Optional.of(errors.connectionRemedy()) : Optional.empty();
    }

    /** Not every failure of TLS matches: a server that dies ends its TLS sessions, too. */
    private static boolean isRefusedTls(Throwable failure) {
        return failure instanceof SSLHandshakeException
                || failure instanceof SSLPeerUnverifiedException
                || failure instanceof GeneralSecurityException;
    }
}
