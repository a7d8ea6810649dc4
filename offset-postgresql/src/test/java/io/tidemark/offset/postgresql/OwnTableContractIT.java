package io.tidemark.offset.postgresql;

import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.tck.TransactionalOffsetStoreContract;
import io.tidemark.offset.tck.offsets.GroupListingTests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The whole contract, identities, times and writers included, on the own table. */
@Tag("long")
class OwnTableContractIT extends TransactionalOffsetStoreContract<Connection> implements GroupListingTests {

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @BeforeEach
    void createTheJobsTable() {
        database.execute("CREATE TABLE job (line varchar(50))");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    protected TransactionalOffsetStore<Connection> openStore(WriterName writer) {
        return database.store(SqlStoreOptions.defaults().table(SqlTable.own()).writer(writer));
    }

    @Override
    protected void writeRow(Connection connection, String row) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO job VALUES (?)")) {
            insert.setString(1, row);
            insert.executeUpdate();
        }
    }

    @Override
    protected List<String> rows() {
        return database.query("SELECT line FROM job");
    }
}
