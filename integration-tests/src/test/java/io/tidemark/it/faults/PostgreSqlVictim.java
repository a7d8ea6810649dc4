package io.tidemark.it.faults;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.postgresql.EmbeddedPostgreSql;
import java.util.Map;

/** The store on PostgreSQL. The driver's timeouts are in seconds. */
final class PostgreSqlVictim extends SqlVictim {

    PostgreSqlVictim() {
        this(EmbeddedPostgreSql.start());
    }

    private PostgreSqlVictim(EmbeddedPostgreSql server) {
        super(
                server,
                WireProtocol.POSTGRESQL,
                server.address(),
                "postgresql",
                "postgres",
                new Login(server.user(), server.password()),
                Map.of("driver.connectTimeout", "1", "driver.socketTimeout", "1"));
        sql(
                "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'",
                "ALTER DATABASE " + DATABASE + " OWNER TO " + USER);
    }

    @Override
    void fill() {
        readOnly("on");
    }

    @Override
    void free() {
        readOnly("off");
    }

    /** Also for sessions that are open. */
    private void readOnly(String value) {
        sql("ALTER SYSTEM SET default_transaction_read_only = " + value, "SELECT pg_reload_conf()");
    }

    @Override
    String changePassword(String password) {
        return "ALTER ROLE " + USER + " PASSWORD '" + password + "'";
    }

    @Override
    void prepareEmpty() {
        sql("DROP DATABASE " + DATABASE, "CREATE DATABASE " + DATABASE + " OWNER " + USER);
    }
}
