package io.tidemark.offset.postgresql;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.contract.SqlTestDatabase;
import io.tidemark.servers.TestPostgreSql;
import java.util.List;
import javax.sql.DataSource;

/** An empty database of a server, with a pool of connections to it. */
final class TestDatabase extends SqlTestDatabase {

    TestDatabase(TestPostgreSql server) {
        this(server, "");
    }

    /** @param parameters of the JDBC URL, {@code ?a=b&c=d} */
    TestDatabase(TestPostgreSql server, String parameters) {
        super(
                server,
                new Login(server.jdbcUrl(), server.user(), server.password()),
                WireProtocol.POSTGRESQL,
                "sslmode=disable",
                parameters);
    }

    @Override
    public String product() {
        return "PostgreSQL";
    }

    @Override
    public JdbcOffsetStore store(DataSource source, SqlStoreOptions options) {
        return new PostgreSqlOffsetStore(source, options);
    }

    @Override
    public List<String> tables() {
        return query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    }

    @Override
    public int lockWaits() {
        return query("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                .size();
    }

    @Override
    protected String drop() {
        return super.drop() + " WITH (FORCE)";
    }
}
