package io.tidemark.offset.postgresql;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.jdbc.internal.connection.Connections;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Offsets in PostgreSQL (14 and later), optionally in the same transaction as a job's own rows.
 *
 * <p>The default table is {@code tidemark_offset}, in the layout that keeps identities, times and writers. Tables are
 * found and created by the connection's {@code search_path}. Configure timeouts of calls on the data source
 * ({@code socketTimeout}, in seconds) and the server ({@code lock_timeout}, {@code statement_timeout}).
 *
 * <p>In {@link #commitWith} each statement reads what is committed at that moment (READ COMMITTED). If one of the
 * work's statements fails, the server refuses all that follow and the commit, unless the work has set a savepoint
 * before it and rolls back to that.
 *
 * <p>Safe for use by several threads; each call uses one connection.
 *
 * @since 0.1
 */
public final class PostgreSqlOffsetStore extends JdbcOffsetStore {

    /**
     * Creates a store on {@code tidemark_offset}.
     *
     * @param dataSource provides connections to the database of the table
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    public PostgreSqlOffsetStore(DataSource dataSource) {
        this(dataSource, SqlStoreOptions.defaults());
    }

    /**
     * Creates a store on another table.
     *
     * @param dataSource provides connections to the database of the table
     * @param table the table
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    public PostgreSqlOffsetStore(DataSource dataSource, SqlTable table) {
        this(dataSource, SqlStoreOptions.defaults().table(table));
    }

    /**
     * Creates a store.
     *
     * @param dataSource provides connections to the database of the table
     * @param options table, writer and history
     * @throws OffsetStoreException if the server cannot be reached, or the table is not suitable for offsets
     */
    public PostgreSqlOffsetStore(DataSource dataSource, SqlStoreOptions options) {
        this(Connections.of(dataSource), options, Optional.empty());
    }

    /** @param schema the schema of all tables; the {@code search_path} decides if it is empty */
    PostgreSqlOffsetStore(Connections connections, SqlStoreOptions options, Optional<String> schema) {
        super(new PostgreSqlDialect(schema), connections, options, SqlTable.own());
    }
}
