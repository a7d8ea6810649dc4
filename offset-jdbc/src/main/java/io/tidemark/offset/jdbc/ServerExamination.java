package io.tidemark.offset.jdbc;

import io.tidemark.offset.jdbc.internal.connection.Failures;
import io.tidemark.offset.jdbc.internal.table.SqlTimes;
import io.tidemark.offset.jdbc.spi.Dialect;
import io.tidemark.offset.spi.Diagnosis;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Examines the server of a table of offsets: version, clock, and whether it accepts this user's writes. The statements
 * of the check match no rows, and the transaction is rolled back.
 */
final class ServerExamination {

    private static final String NO_ROWS = " WHERE 1 = 0";

    private final Dialect dialect;
    private final Failures failures;
    private final Connection connection;

    ServerExamination(Dialect dialect, Failures failures, Connection connection) {
        this.dialect = dialect;
        this.failures = failures;
        this.connection = connection;
    }

    List<Diagnosis> of(SqlTable table, Clock clock) throws SQLException {
        List<Diagnosis> found = new ArrayList<>();
        DatabaseMetaData server = connection.getMetaData();
        found.add(Diagnosis.ok("version " + server.getDatabaseProductVersion()));
        found.add(clock(clock));
        found.add(writes(dialect.quoted(table.name())));
        return found;
    }

    private Diagnosis clock(Clock clock) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + dialect.timeText(dialect.now()))) {
            row.next();
            return Diagnosis.ofClock(SqlTimes.time(row.getString(1)), clock);
        }
    }

    private Diagnosis writes(String table) {
        List<String> statements = List.of(
                "UPDATE " + table + " SET untiloffset = untiloffset" + NO_ROWS,
                "INSERT INTO " + table + " (topic) SELECT topic FROM " + table + NO_ROWS,
                "DELETE FROM " + table + NO_ROWS);
        for (String sql : statements) {
            Optional<Diagnosis> refused = refused(sql, table);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        return Diagnosis.ok("it accepts writes, and this user may change the rows of table " + table);
    }

    private Optional<Diagnosis> refused(String sql, String table) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
            return Optional.empty();
        } catch (SQLException e) {
            String what = sql.replaceFirst(" .*", "");
            return Optional.of(Diagnosis.problem(
                    "it refuses " + what + " on table " + table + ": " + failures.reason(e),
                    failures.remedy(e).orElse("Allow the user SELECT, INSERT, UPDATE and DELETE on the table")));
        }
    }
}
