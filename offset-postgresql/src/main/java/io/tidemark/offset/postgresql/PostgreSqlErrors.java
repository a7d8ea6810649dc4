package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.spi.SqlErrors;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Classifies the SQL states of PostgreSQL, and of poolers before it. */
final class PostgreSqlErrors implements SqlErrors {

    /** The server has ended the session: an administrator, a crash, a start or a stop, a timeout of idle sessions. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04");

    /** Limits of a statement, and the memory of the server, the table of locks included. */
    private static final Set<String> TOO_LARGE = Set.of("54000", "54001", "53200");

    /**
     * Classes of errors after which a COMMIT has not been executed: a constraint or trigger that was deferred to it, a
     * statement of the work that had failed before it, a serialization failure, a timeout.
     */
    private static final List<String> ROLLED_BACK =
            List.of("22", "23", "25P02", "25P03", "25P04", "40", "44", "57014", "P0");

    /** A class 40 state that proves nothing. */
    private static final String COMPLETION_UNKNOWN = "40003";

    @Override
    public boolean isNoSuchTable(SQLException e) {
        return state(e).equals("42P01");
    }

    @Override
    public boolean isDenied(SQLException e) {
        return state(e).equals("42501");
    }

    @Override
    public boolean isReadOnly(SQLException e) {
        return state(e).equals("25006");
    }

    @Override
    public boolean isTooLarge(SQLException e) {
        return TOO_LARGE.contains(state(e));
    }

    @Override
    public boolean isBrokenConnection(SQLException e) {
        return SqlErrors.super.isBrokenConnection(e) || ENDED.contains(state(e));
    }

    @Override
    public boolean isRolledBack(SQLException e) {
        String state = state(e);
        return !state.equals(COMPLETION_UNKNOWN) && ROLLED_BACK.stream().anyMatch(state::startsWith);
    }

    @Override
    public Optional<String> remedy(SQLException e) {
        return PostgreSqlRemedies.TABLE.of(state(e));
    }

    @Override
    public String connectionRemedy() {
        return PostgreSqlRemedies.TABLE.of(PostgreSqlRemedies.CONNECTION).orElseThrow();
    }

    @Override
    public String tlsRemedy() {
        return PostgreSqlRemedies.TABLE.of(PostgreSqlRemedies.TLS).orElseThrow();
    }

    @Override
    public String codes(SQLException e) {
        return "SQL state " + e.getSQLState();
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
