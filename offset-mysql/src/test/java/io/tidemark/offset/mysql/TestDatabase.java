package io.tidemark.offset.mysql;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.contract.SqlTestDatabase;
import io.tidemark.servers.TestMySql;
import java.util.List;
import javax.sql.DataSource;

/** An empty database of a server, with a pool of connections to it. */
final class TestDatabase extends SqlTestDatabase {

    TestDatabase(TestMySql server) {
        this(server, "");
    }

    /** @param parameters of the JDBC URL, {@code ?a=b&c=d} */
    TestDatabase(TestMySql server, String parameters) {
        super(
                server,
                new Login(server.jdbcUrl(), server.user(), server.password()),
                WireProtocol.MYSQL,
                "sslMode=DISABLED",
                parameters);
    }

    @Override
    public String product() {
        return "MySQL";
    }

    @Override
    public JdbcOffsetStore store(DataSource source, SqlStoreOptions options) {
        return new MySqlOffsetStore(source, options);
    }

    @Override
    public List<String> tables() {
        return query("SHOW TABLES");
    }

    @Override
    public int lockWaits() {
        return query("SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
                .size();
    }
}
