package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was opened by one URL, on connections of its own. */
class ByUrlIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final String USER = "by_url";
    private static final String PASSWORD = "correct horse+battery%staple";

    private final TestDatabase database = new TestDatabase(SharedServer.get());
    private final String place = SharedServer.get().address() + "/" + database.name();

    ByUrlIT() {
        database.execute(
                "CREATE USER " + USER + " IDENTIFIED BY '" + PASSWORD + "'",
                "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON " + database.name() + ".* TO " + USER);
    }

    @AfterEach
    void drop() {
        database.execute("DROP USER " + USER);
        database.close();
    }

    @Test
    void aUrlWithAPasswordInAFileOpensAStoreOnTheChosenTable(@TempDir Path directory) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");

        try (OpenOffsetStore opened = OffsetStores.open(
                "mysql://" + USER + "@" + place + "?layout=own&table=mine&writer=worker-1&driver.sslMode=PREFERRED",
                Map.of("password", "file:" + password))) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

            assertThat(opened).hasToString("jdbc:mysql://" + place);
            assertThat(opened.store()).hasToString("MySqlOffsetStore on table mine of MySQL at jdbc:mysql://" + place);
            assertThat(opened.store().load(GROUP, Set.of("orders")).values())
                    .extracting(StoredOffset::writer)
                    .containsExactly(Optional.of(new WriterName("worker-1")));
        }
        assertThat(database.query("SELECT topic, untiloffset, writer FROM mine"))
                .containsExactly("orders 5 worker-1");
    }

    @Test
    void aJdbcUrlIsTakenAsItIs() {
        try (OpenOffsetStore opened = OffsetStores.open(
                "jdbc:mysql://" + place + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&useAffectedRows=true",
                Map.of("user", USER, "password", PASSWORD))) {
            commits(opened.store());
        }
    }

    @Test
    void connectionsThatTheServerHasDroppedAreReplacedAndNoneIsLeftBehind() {
        try (OpenOffsetStore opened = open()) {
            commits(opened.store());
            assertThat(connections()).hasSize(1);
            connections().forEach(id -> database.execute("KILL " + id));

            opened.store().commit(new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 8, 9))));

            assertThat(opened.store().load(GROUP, Set.of("orders")))
                    .containsOnlyKeys(PARTITION)
                    .allSatisfy((partition, entry) -> assertThat(entry.offset()).isEqualTo(9));
            assertThat(connections()).hasSize(1);
        }
        Awaitility.await().untilAsserted(() -> assertThat(connections()).isEmpty());
    }

    @Test
    void aStoreThatWasClosedSaysSo() {
        OpenOffsetStore opened = open();
        opened.close();

        assertThatThrownBy(() -> opened.store().load(GROUP, Set.of("orders")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("the store was closed");
    }

    @Test
    void aWrongPasswordIsReportedAndNotShown() {
        assertThatThrownBy(() -> OffsetStores.open("mysql://" + place, Map.of("user", USER, "password", "hunter2")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("jdbc:mysql://" + place)
                .hasMessageContaining("Check user and password of the data source")
                .hasMessageNotContaining("hunter2");
        Awaitility.await().untilAsserted(() -> assertThat(connections()).isEmpty());
    }

    private OpenOffsetStore open() {
        return OffsetStores.open("mysql://" + place, Map.of("user", USER, "password", PASSWORD));
    }

    private static void commits(OffsetStore store) {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 5, 8))));
        assertThat(store.load(GROUP, Set.of("orders")).values())
                .extracting(StoredOffset::offset)
                .containsExactly(8L);
    }

    private List<String> connections() {
        return database.query("SELECT id FROM information_schema.processlist WHERE user = '" + USER + "'");
    }
}
