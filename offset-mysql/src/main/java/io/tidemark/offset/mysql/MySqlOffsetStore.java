package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.jdbc.internal.connection.Connections;
import javax.sql.DataSource;

/**
 * Offsets in MySQL (8.0 and later) or MariaDB, optionally in the same transaction as a job's own rows.
 *
 * <p>The default table is {@code offset_tb}, in the layout of older jobs. Configure timeouts of calls on the data
 * source ({@code socketTimeout}) and the server ({@code innodb_lock_wait_timeout}).
 *
 * <p>In {@link #commitWith} each statement reads what is committed at that moment (READ COMMITTED), except on a server
 * with a statement-based binary log (REPEATABLE READ). Statements that end a transaction implicitly, such as
 * {@code CREATE TABLE}, must not be run on its connection.
 *
 * <p>Safe for use by several threads; each call uses one connection.
 *
 * @since 0.1
 */
public final class MySqlOffsetStore extends JdbcOffsetStore {

    /**
     * Creates a store on {@code offset_tb}, in the layout of older jobs.
     *
     * @param dataSource provides connections to the database of the table
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    public MySqlOffsetStore(DataSource dataSource) {
        this(dataSource, SqlStoreOptions.defaults());
    }

    /**
     * Creates a store on another table.
     *
     * @param dataSource provides connections to the database of the table
     * @param table the table
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    public MySqlOffsetStore(DataSource dataSource, SqlTable table) {
        this(dataSource, SqlStoreOptions.defaults().table(table));
    }

    /**
     * Creates a store.
     *
     * @param dataSource provides connections to the database of the table
     * @param options table, writer and history
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    public MySqlOffsetStore(DataSource dataSource, SqlStoreOptions options) {
        super(MySqlDialect.INSTANCE, dataSource, options, SqlTable.seed());
    }

    MySqlOffsetStore(Connections connections, SqlStoreOptions options) {
        super(MySqlDialect.INSTANCE, connections, options, SqlTable.seed());
    }
}
