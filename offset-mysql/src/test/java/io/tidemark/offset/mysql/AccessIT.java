package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestMySql;
import io.tidemark.servers.secured.TestCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Least rights, and TLS. */
@Tag("long")
class AccessIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);

    @TempDir
    private Path directory = Path.of("");

    /** Those of docs/stores/mysql.md. */
    @Test
    void theGrantsOfTheDocumentationAreEnoughForEverything() {
        try (TestDatabase database = new TestDatabase(SharedServer.get())) {
            new MySqlOffsetStore(database.pool(), SqlTable.own()).recordGovernor(GROUP, Governor.store());
            String on = " ON " + database.name() + ".";
            database.execute(
                    "CREATE USER least IDENTIFIED BY 'least'",
                    "GRANT SELECT, INSERT, UPDATE, DELETE" + on + "tidemark_offset TO least",
                    "GRANT SELECT, INSERT, DELETE" + on + "tidemark_offset_history TO least",
                    "GRANT SELECT, INSERT, UPDATE" + on + "tidemark_loss TO least",
                    "GRANT SELECT, INSERT, UPDATE" + on + "tidemark_governor TO least");
            try (HikariDataSource least = new HikariDataSource()) {
                least.setJdbcUrl(database.url());
                least.setUsername("least");
                least.setPassword("least");
                useAll(new MySqlOffsetStore(
                        least, SqlStoreOptions.defaults().table(SqlTable.own()).history(3)));
            } finally {
                database.execute("DROP USER least");
            }
        }
    }

    private static void useAll(MySqlOffsetStore store) {
        store.recordGovernor(GROUP, Governor.sink("a sink"));
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0), SECOND, StoredOffset.of(0)));
        for (long offset = 0; offset < 70; offset++) {
            store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, offset, offset + 1))));
        }
        LossReceipt receipt = new LossReceipt(
                GROUP,
                SECOND,
                Optional.empty(),
                0,
                9,
                LossReceipt.Reason.PARTITION_GONE,
                OutOfRangePolicy.EARLIEST,
                Instant.EPOCH);
        store.reposition(
                new OffsetReposition(GROUP, Map.of(SECOND, Move.removal(StoredOffset.of(0))), List.of(receipt)));
        store.rollback(GROUP, store.history(GROUP, 3).get(2).storedAt());

        assertThat(store.load(GROUP, Set.of("orders")).get(FIRST))
                .isNotNull()
                .extracting(StoredOffset::offset)
                .isEqualTo(69L);
        assertThat(store.lossReceipts(GROUP)).containsExactly(receipt);
        assertThat(store.history(GROUP, 100)).hasSizeLessThan(70);
    }

    @Test
    void aServerIsReachedOverTlsIfItsCertificateIsTrustedAndNotOtherwise() {
        TestCertificate trusted = TestCertificate.in(directory, "trusted");
        TestCertificate other = TestCertificate.in(directory, "other");
        try (TestMySql server = TestMySql.start(
                ServerSetup.standard().file("ssl-cert", trusted.certificate()).file("ssl-key", trusted.key()))) {
            try (OpenOffsetStore opened = OffsetStores.open(server.jdbcUrl(), settings(server, trusted))) {
                opened.store().initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
                assertThat(opened.store().load(GROUP, Set.of("orders"))).hasSize(1);
            }
            assertThatThrownBy(() -> OffsetStores.open(server.jdbcUrl(), settings(server, other)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining(server.jdbcUrl())
                    .hasMessageNotContaining(other.password())
                    .hasMessageContaining("Path does not chain with any of the trust anchors")
                    .hasMessageContaining("Check that the data source trusts the server's certificate");
        }
    }

    private static Map<String, String> settings(TestMySql server, TestCertificate trusted) {
        Map<String, String> settings = new HashMap<>();
        settings.put("user", server.user());
        settings.put("password", server.password());
        settings.put("driver.sslMode", "VERIFY_CA");
        settings.put(
                "driver.trustCertificateKeyStoreUrl",
                trusted.trustStore().toUri().toString());
        settings.put("driver.trustCertificateKeyStoreType", "PKCS12");
        settings.put("driver.trustCertificateKeyStorePassword", trusted.password());
        return settings;
    }
}
