package io.tidemark.it.faults;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.mysql.EmbeddedMySql;
import java.util.Map;

/** The store on MySQL. */
final class MySqlVictim extends SqlVictim {

    MySqlVictim() {
        this(EmbeddedMySql.start());
    }

    private MySqlVictim(EmbeddedMySql server) {
        super(
                server,
                WireProtocol.MYSQL,
                server.address(),
                "mysql",
                "mysql",
                new Login(server.user(), server.password()),
                Map.of("layout", "own", "driver.connectTimeout", "1000", "driver.socketTimeout", "1000"));
        sql(
                "CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD + "'",
                // of the database only: an administrator may write where others may only read
                "GRANT ALL ON " + DATABASE + ".* TO '" + USER + "'@'%'");
    }

    @Override
    void fill() {
        sql("SET GLOBAL read_only = 1");
    }

    @Override
    void free() {
        sql("SET GLOBAL read_only = 0");
    }

    @Override
    String changePassword(String password) {
        return "ALTER USER '" + USER + "'@'%' IDENTIFIED BY '" + password + "'";
    }

    @Override
    void prepareEmpty() {
        sql("DROP DATABASE " + DATABASE, "CREATE DATABASE " + DATABASE);
    }
}
