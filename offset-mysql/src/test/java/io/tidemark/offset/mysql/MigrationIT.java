package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.JdbcMigration.Report;
import io.tidemark.offset.jdbc.SqlTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way from the table of older jobs to the own one. */
class MigrationIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @BeforeEach
    void anOldJobHasLeftItsTable() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint)",
                "INSERT INTO offset_tb VALUES ('orders', 'recharge', 0, 3, 5), ('orders', 'recharge', 1, 3, 6),"
                        + " ('Orders', 'recharge', 0, 0, 9), ('refunds', '充值', 0, 0, 0)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void everyRowIsCarriedOverAndTheOldTableStays() {
        List<String> before = database.query("SELECT * FROM offset_tb ORDER BY 1, 2, 3");

        Report report = migrate();

        assertThat(report).isEqualTo(new Report(4, 0, 0, Set.of(GROUP, new GroupId("充值"))));
        assertThat(ownRows())
                .containsExactlyInAnyOrder(
                        "orders recharge 0 5", "orders recharge 1 6", "Orders recharge 0 9", "refunds 充值 0 0");
        assertThat(database.query("SELECT * FROM offset_tb ORDER BY 1, 2, 3")).isEqualTo(before);
    }

    @Test
    void theNewJobGoesOnFromThereAndRunningItAgainLeavesWhatItHasMoved() {
        migrate();
        commit(5, 50);

        assertThat(migrate()).isEqualTo(new Report(0, 0, 4, Set.of(GROUP, new GroupId("充值"))));

        assertThat(ownRows()).contains("orders recharge 0 50");
    }

    @Test
    void whatAnOldJobHasMovedSinceIsCarriedOverAgainWhereNobodyElseMovedIt() {
        migrate();
        commit(5, 50);
        database.execute(
                "UPDATE offset_tb SET untiloffset = 7 WHERE topic = 'orders' AND partitions = 1",
                "INSERT INTO offset_tb VALUES ('orders', 'recharge', 2, 0, 1)");

        assertThat(migrate()).isEqualTo(new Report(1, 1, 3, Set.of(GROUP, new GroupId("充值"))));

        assertThat(ownRows()).contains("orders recharge 0 50", "orders recharge 1 7", "orders recharge 2 1");
    }

    @Test
    void whereBothHaveMovedOnNothingIsDone() {
        migrate();
        commit(5, 50);
        database.execute("UPDATE offset_tb SET untiloffset = untiloffset + 1");
        List<String> before = ownRows();

        assertThatThrownBy(this::migrate)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(
                        "group 'recharge', topic 'orders', partition 0 is at offset 6 in the old table and at 50 in"
                                + " the new one, and both have moved since 5 was carried over; decide which governs")
                .hasMessageEndingWith("Nothing was changed");
        assertThat(ownRows()).isEqualTo(before);
    }

    @Test
    void whatTheNewTableHasFromElsewhereIsNotOverwritten() {
        MySqlOffsetStore own = new MySqlOffsetStore(database.pool(), SqlTable.own());
        own.initialize(GROUP, Map.of(FIRST, StoredOffset.of(100)));

        assertThatThrownBy(this::migrate)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(
                        "partition 0 is at offset 5 in the old table and at 100 in the new one, where it was not"
                                + " carried over from the old one");
        assertThat(ownRows()).containsExactly("orders recharge 0 100");
    }

    @Test
    void aPartitionThatTheNewJobHasRemovedStaysRemoved() {
        migrate();
        database.execute("DELETE FROM tidemark_offset WHERE topic = 'refunds'");

        assertThat(migrate().left()).isEqualTo(4);

        assertThat(ownRows()).hasSize(3);
    }

    @Test
    void rowsThatAreNoOffsetsAreAllNamed() {
        database.execute(
                "INSERT INTO offset_tb VALUES ('orders', 'recharge', 0, 3, 5), ('bad', 'recharge', 0, 3, NULL),"
                        + " ('worse', 'recharge', 0, 3, -1), ('orders', NULL, 0, 3, 5), ('orders', ' ', 0, 3, 5),"
                        + " ('orders', 'recharge', NULL, 3, 5), ('充值', 'recharge', 0, 3, 5)");

        assertThatThrownBy(this::migrate)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll(
                        "group 'recharge', topic 'orders', partition 0 occurs twice in the old table",
                        "topic 'bad', partition 0 has no offset in the old table",
                        "topic 'worse', partition 0 has no offset in the old table",
                        "a row of the old table has no group, topic or partition (group 'null', topic 'orders', partition 0)",
                        "a row of the old table has no group, topic or partition (group ' ', topic 'orders', partition 0)",
                        "a row of the old table has no group, topic or partition (group 'recharge', topic 'orders',"
                                + " partition 0)",
                        "topic '充值', partition 0 does not fit");
        assertThat(ownRows()).isEmpty();
    }

    @Test
    void tablesOfOtherKindsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MySqlMigration.migrate(database.pool(), SqlTable.own(), SqlTable.seed()))
                .withMessageContaining("a migration goes from a table in the SEED layout to one in the OWN layout");
        assertThatThrownBy(() -> MySqlMigration.migrate(database.pool(), SqlTable.seed("no_such"), SqlTable.own()))
                .hasMessage("Cannot carry offsets over from table no_such to table tidemark_offset of MySQL at "
                        + database.url() + ": there is no such table in this database");
    }

    @Test
    void tenThousandRowsAreCarriedOver() {
        StringBuilder rows = new StringBuilder("INSERT INTO offset_tb VALUES ");
        for (int number = 0; number < 10_000; number++) {
            rows.append(number == 0 ? "" : ",")
                    .append("('many', 'recharge', ")
                    .append(number)
                    .append(", 0, 7)");
        }
        database.execute(rows.toString());

        assertThat(migrate().copied()).isEqualTo(10_004);
        assertThat(migrate().left()).isEqualTo(10_004);
    }

    private Report migrate() {
        return MySqlMigration.migrate(database.pool(), SqlTable.seed(), SqlTable.own());
    }

    private void commit(long from, long until) {
        new MySqlOffsetStore(database.pool(), SqlTable.own())
                .commit(new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, from, until))));
    }

    private List<String> ownRows() {
        return database.query("SELECT topic, groupid, partitions, untiloffset FROM tidemark_offset");
    }
}
