package io.tidemark.offset.mysql;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.JdbcMigration;
import io.tidemark.offset.jdbc.SqlTable;
import javax.sql.DataSource;

/**
 * Carries offsets over from a table of older jobs, as {@link JdbcMigration} describes it.
 *
 * @since 0.1
 */
public final class MySqlMigration {

    private MySqlMigration() {}

    /**
     * Carries the offsets of all groups over.
     *
     * @param dataSource provides connections to the database of both tables; not closed
     * @param from the table of older jobs; it must exist
     * @param to the table in the own layout; created if it is missing
     * @return what was done
     * @throws IllegalArgumentException if the tables do not have these layouts
     * @throws OffsetStoreException if offsets would be lost, with every affected row; nothing was changed
     * @throws CommitOutcomeUnknownException if the connection broke during the commit; running it again is safe
     */
    public static JdbcMigration.Report migrate(DataSource dataSource, SqlTable from, SqlTable to) {
        return JdbcMigration.migrate(MySqlDialect.INSTANCE, dataSource, from, to);
    }
}
