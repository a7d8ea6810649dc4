package io.tidemark.offset.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestPostgreSql;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.servers.secured.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was opened by one URL, with and without TLS. */
@Tag("long")
class ByUrlIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aUrlWithAPasswordInAFileOpensAStoreOnTheChosenTable() throws IOException {
        TestPostgreSql server = SharedServer.get();
        Path password = Files.writeString(directory.resolve("password"), server.password() + "\n");
        try (TestDatabase database = new TestDatabase(server)) {
            String place = server.address() + "/" + database.name();
            try (OpenOffsetStore opened = OffsetStores.open(
                    "postgresql://" + server.user() + "@" + place + "?table=mine&writer=worker-1",
                    Map.of("password", "file:" + password))) {
                opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
                opened.store().commit(new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 5, 8))));

                assertThat(opened).hasToString("jdbc:postgresql://" + place);
                assertThat(opened.store())
                        .hasToString("PostgreSqlOffsetStore on table mine of PostgreSQL at jdbc:postgresql://" + place);
                assertThat(opened.store().load(GROUP).values())
                        .extracting(StoredOffset::writer)
                        .containsExactly(Optional.of(new WriterName("worker-1")));
            }
            assertThat(database.query("SELECT topic, untiloffset, writer FROM mine"))
                    .containsExactly("orders 8 worker-1");
        }
    }

    @Test
    @EmbeddedOnly("the server's user must own the key, or root")
    void aServerIsReachedOverTlsIfItsCertificateIsTrustedAndNotOtherwise() throws IOException {
        TestCertificate trusted = TestCertificate.in(directory, "trusted");
        // the server refuses a key that others may read
        Files.setPosixFilePermissions(trusted.key(), PosixFilePermissions.fromString("rw-------"));
        TestCertificate other = TestCertificate.in(directory, "other");
        try (TestPostgreSql server = TestPostgreSql.start(ServerSetup.standard()
                .setting("ssl", "on")
                .file("ssl_cert_file", trusted.certificate())
                .file("ssl_key_file", trusted.key()))) {
            try (OpenOffsetStore opened = OffsetStores.open(url(server), settings(server, trusted))) {
                opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
                assertThat(opened.store().load(GROUP)).hasSize(1);
            }
            assertThatThrownBy(() -> OffsetStores.open(url(server), settings(server, other)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("jdbc:postgresql://" + server.address())
                    .hasMessageContaining("Check that the data source trusts the server's certificate");
        }
    }

    private static String url(TestPostgreSql server) {
        return "postgresql://" + server.address() + "/tidemark";
    }

    private static Map<String, String> settings(TestPostgreSql server, TestCertificate trusted) {
        return Map.of(
                "user", server.user(),
                "password", server.password(),
                "driver.sslmode", "verify-ca",
                "driver.sslrootcert", trusted.certificate().toString());
    }

    @Test
    void aServerThatCannotBeReachedIsNamedAndNoPasswordShown() {
        for (String url : List.of(
                "postgresql://job:hunter2@127.0.0.1:1/offsets",
                "postgres://127.0.0.1:1/offsets?user=job&password=hunter2",
                "jdbc:postgresql://127.0.0.1:1/offsets?user=job&password=hunter2")) {
            assertThatThrownBy(() -> OffsetStores.open(url))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageStartingWith("Cannot prepare the offset store in table tidemark_offset of PostgreSQL at"
                            + " jdbc:postgresql://127.0.0.1:1/offsets")
                    .hasMessageContaining("Check that the server runs and can be reached")
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void aSettingThatIsNoneIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> OffsetStores.open("postgresql://db/offsets?socketTimeout=5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no setting 'socketTimeout'; the settings are driver.*, history, layout,"
                        + " password, schema, table, user, writer");
    }
}
