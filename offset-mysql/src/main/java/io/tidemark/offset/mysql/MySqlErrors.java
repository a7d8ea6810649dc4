package io.tidemark.offset.mysql;

import io.tidemark.offset.jdbc.spi.SqlErrors;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Classifies the error numbers of MySQL and MariaDB. */
final class MySqlErrors implements SqlErrors {

    private static final int NO_SUCH_TABLE = 1146;

    /** Missing permissions on a database, table or column. */
    private static final Set<Integer> DENIED = Set.of(1044, 1142, 1143);

    /** The server accepts no writes. */
    private static final Set<Integer> READ_ONLY = Set.of(1036, 1290, 1792, 1836);

    /** A limit on the packet size, the binary log's cache or the lock table: fewer partitions need less of each. */
    private static final Set<Integer> TOO_LARGE = Set.of(1153, 1197, 1206);

    @Override
    public boolean isNoSuchTable(SQLException e) {
        return e.getErrorCode() == NO_SUCH_TABLE;
    }

    @Override
    public boolean isDenied(SQLException e) {
        return DENIED.contains(e.getErrorCode());
    }

    @Override
    public boolean isReadOnly(SQLException e) {
        return READ_ONLY.contains(e.getErrorCode());
    }

    @Override
    public boolean isTooLarge(SQLException e) {
        return TOO_LARGE.contains(e.getErrorCode());
    }

    @Override
    public Optional<String> remedy(SQLException e) {
        return MySqlRemedies.TABLE.of(String.valueOf(e.getErrorCode()));
    }

    @Override
    public String connectionRemedy() {
        return MySqlRemedies.TABLE.of(MySqlRemedies.CONNECTION).orElseThrow();
    }

    @Override
    public String tlsRemedy() {
        return MySqlRemedies.TABLE.of(MySqlRemedies.TLS).orElseThrow();
    }
}
