package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.contract.ServerFaultContract;
import io.tidemark.offset.jdbc.contract.SqlTestDatabase;
import io.tidemark.servers.TestPostgreSql;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The server is killed, stopped and frozen under a running store. */
@Tag("long")
class ServerFaultIT extends ServerFaultContract {

    private static final TestPostgreSql SERVER = TestPostgreSql.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Override
    protected SqlTestDatabase openDatabase() {
        return new TestDatabase(SERVER, "?sslmode=disable&connectTimeout=2&socketTimeout=3");
    }
}
