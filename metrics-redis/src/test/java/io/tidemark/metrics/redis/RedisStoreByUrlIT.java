package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.spi.DiagnosableStore;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.servers.secured.SecuredRedis;
import io.tidemark.servers.secured.TestCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call of a store that a URL opens over TLS, behind sentinels, and on a cluster. */
@Tag("long")
class RedisStoreByUrlIT {

    private static final GroupId GROUP = new GroupId("by-url");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster", new Uuid(3, 4));

    private final String prefix = "by-url-" + UUID.randomUUID();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void overTlsWithTheTrustStoreOfTheSettings() {
        TestCertificate trusted = TestCertificate.in(directory, "trusted");
        TestCertificate other = TestCertificate.in(directory, "other");
        try (SecuredRedis server = new SecuredRedis(trusted)) {
            String url = "rediss://localhost:" + server.tlsPort();
            callsWork(url, trust(trusted, trusted.password()));

            assertThatThrownBy(() -> load(url, trust(other, other.password())))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("localhost:" + server.tlsPort())
                    .hasMessageContaining("certificat");
            assertThatThrownBy(() -> load(url, trust(trusted, "not the password")))
                    .hasMessageContaining("localhost:" + server.tlsPort())
                    .hasMessageContaining("password was incorrect");
            assertThatThrownBy(() ->
                            load(url.replace("rediss", "redis"), Map.of("trust-store", trusted.trustStore() + "-not")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("but there is no such file");
            assertThatThrownBy(() -> load(url.replace("rediss", "redis"), trust(trusted, trusted.password())))
                    .hasMessageContaining("trust-store is for TLS: begin the URL with rediss://");
        }
    }

    @Test
    @EmbeddedOnly("sentinels, and servers that reach each other")
    void behindSentinels() {
        try (RedisSentinels sentinels = new RedisSentinels(directory)) {
            callsWork("redis://" + sentinels.hosts() + "/1", Map.of("sentinel-master", RedisSentinels.NAME));
        }
    }

    @Test
    @EmbeddedOnly("servers that reach each other")
    void onACluster() {
        try (RedisCluster cluster = new RedisCluster(0)) {
            callsWork("redis://" + cluster.hosts(), Map.of());
        }
    }

    private void callsWork(String url, Map<String, String> settings) {
        try (OpenOffsetStore opened = OffsetStores.open(url + "?key-prefix=" + prefix, settings)) {
            OffsetStore store = opened.store();
            LossReceipt receipt = new LossReceipt(
                    GROUP,
                    PARTITION,
                    Optional.of(IDENTITY),
                    9,
                    20,
                    LossReceipt.Reason.EXPIRED,
                    OutOfRangePolicy.EARLIEST,
                    Instant.ofEpochMilli(1_700_000_000_000L));
            store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5, IDENTITY)));
            store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 5, 9))));
            store.reposition(new OffsetReposition(
                    GROUP,
                    Map.of(PARTITION, Move.to(StoredOffset.of(9, IDENTITY), StoredOffset.of(20, IDENTITY))),
                    List.of(receipt)));

            assertThat(store.load(GROUP).get(PARTITION))
                    .returns(20L, StoredOffset::offset)
                    .returns(Optional.of(IDENTITY), StoredOffset::identity);
            assertThat(store.lossReceipts(GROUP)).containsExactly(receipt);
            assertThat(((DiagnosableStore) store).diagnose(GROUP, Clock.systemUTC()))
                    .isNotEmpty();
        }
    }

    private static void load(String url, Map<String, String> settings) {
        try (OpenOffsetStore opened = OffsetStores.open(url, settings)) {
            opened.store().load(GROUP);
        }
    }

    private static Map<String, String> trust(TestCertificate certificate, String password) {
        return Map.of("trust-store", certificate.trustStore().toString(), "trust-store-password", password);
    }
}
