package io.tidemark.offset.mysql;

import io.tidemark.offset.jdbc.contract.ServerFaultContract;
import io.tidemark.offset.jdbc.contract.SqlTestDatabase;
import io.tidemark.servers.TestMySql;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The server is killed, stopped and frozen under a running store. */
@Tag("long")
class ServerFaultIT extends ServerFaultContract {

    private static final TestMySql SERVER = TestMySql.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected SqlTestDatabase openDatabase() {
        return new TestDatabase(SERVER, "?sslMode=DISABLED&connectTimeout=2000&socketTimeout=3000");
    }
}
