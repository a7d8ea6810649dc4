package io.tidemark.offset.mysql;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.tck.OffsetStoreContract;
import io.tidemark.offset.tck.fixture.Kept;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/**
 * The whole contract on the table of older jobs alone, for a user who may not create the table of identities beside it.
 */
@Tag("long")
class SeedTableAloneContractIT extends OffsetStoreContract {

    private static final String USER = "nocreate";

    private final TestDatabase database = new TestDatabase(SharedServer.get());
    private final HikariDataSource narrow = new HikariDataSource();

    SeedTableAloneContractIT() {
        // creates the tables, also that of the governors
        new MySqlOffsetStore(database.pool()).recordGovernor(new GroupId("unrelated"), Governor.store());
        database.execute(
                "DROP TABLE offset_tb_identity",
                "CREATE USER IF NOT EXISTS " + USER + " IDENTIFIED BY 'narrow'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON " + database.name() + ".* TO " + USER);
        narrow.setJdbcUrl(database.url());
        narrow.setUsername(USER);
        narrow.setPassword("narrow");
        narrow.setMaximumPoolSize(20);
        narrow.setMinimumIdle(0);
    }

    @AfterEach
    void drop() {
        narrow.close();
        database.execute("DROP USER " + USER);
        database.close();
    }

    @Override
    protected OffsetStore openStore(WriterName writer) {
        return new MySqlOffsetStore(narrow, SqlStoreOptions.defaults().writer(writer));
    }

    @Override
    public Kept identities() {
        return Kept.NOT_KEPT;
    }

    @Override
    public Kept times() {
        return Kept.NOT_KEPT;
    }

    @Override
    public Kept writers() {
        return Kept.NOT_KEPT;
    }
}
