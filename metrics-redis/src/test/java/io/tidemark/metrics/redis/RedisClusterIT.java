package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.MetricSinkContract;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClusterClient;

/** The contract on three nodes, and a group whose slot moves, or whose node dies, while it is written. */
@EmbeddedOnly("six servers that reach each other")
@Tag("long")
class RedisClusterIT extends MetricSinkContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RedisCluster cluster;
    private static RedisClusterClient client;

    private final String prefix = "cluster-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        cluster = new RedisCluster(3);
        client = cluster.client();
    }

    @AfterAll
    static void close() {
        client.close();
        cluster.close();
    }

    @Override
    protected MetricSink openSink(WriterName writer) {
        return new RedisMetricSink(
                client,
                RedisMetricSinkSettings.builder()
                        .keyPrefix(prefix)
                        .keepForever()
                        .writer(writer)
                        .build());
    }

    @Override
    protected MetricReader openReader() {
        return new RedisMetricReader(client, prefix);
    }

    @Test
    void aGroupWhoseSlotMovesCountsEverythingOnce() {
        assertSlotMoves(Fixture.on(client));
    }

    @Test
    void aGroupWhoseSlotMovesCountsEverythingOnceAlsoWhereWritesWaitForReplicas() {
        assertSlotMoves(waiting(client));
    }

    /** The pipeline that such a write goes through keeps a broken connection to itself. */
    @Test
    void aWaitingWriteWhoseAnswerDoesNotComeHasAnUnknownOutcome() {
        try (RedisClusterClient impatient = cluster.client(1, Duration.ofMillis(200))) {
            Fixture fixture = waiting(impatient).start();
            EmbeddedRedis primary = cluster.primaryOf(fixture.key("ledger"));
            primary.freeze();
            try {
                assertThatThrownBy(() -> fixture.write(0, 1, orders("755", 1)))
                        .isExactlyInstanceOf(CommitOutcomeUnknownException.class);
            } finally {
                primary.thaw();
            }
        }
    }

    @Test
    void aGroupWhosePrimaryDiesGoesOnFromTheLedgerOfItsReplica() {
        Fixture fixture = Fixture.on(client).start();
        EmbeddedRedis primary = cluster.primaryOf(fixture.key("ledger"));
        try (ResumingWriter writer = new ResumingWriter(fixture)) {
            await().atMost(PATIENCE).until(() -> writer.reached() > 100);
            primary.kill();
            long killed = writer.reached();
            await().atMost(PATIENCE).until(() -> writer.reached() > killed + 100);
            assertThat(cluster.primaryOf(fixture.key("ledger"))).isNotSameAs(primary);
        } finally {
            primary.restart();
        }

        assertEverythingCountedOnce(fixture);
    }

    private static void assertSlotMoves(Fixture fixture) {
        fixture.start();
        EmbeddedRedis from = cluster.primaryOf(fixture.key("ledger"));
        EmbeddedRedis to = cluster.otherThan(from);
        try (ResumingWriter writer = new ResumingWriter(fixture)) {
            await().atMost(PATIENCE).until(() -> writer.reached() > 100);
            cluster.move(fixture.key("ledger"), from, to);
            long moved = writer.reached();
            await().atMost(PATIENCE).until(() -> writer.reached() > moved + 100);
        }

        assertThat(cluster.primaryOf(fixture.key("ledger"))).isSameAs(to);
        assertEverythingCountedOnce(fixture);
    }

    private static Fixture waiting(RedisClusterClient client) {
        return new Fixture(
                client,
                RedisMetricSinkSettings.builder()
                        .keyPrefix("wait-" + UUID.randomUUID())
                        .keepForever()
                        .waitForReplicas(1, Duration.ofMillis(100))
                        .build(),
                new GroupId("recharge"));
    }

    private static void assertEverythingCountedOnce(Fixture fixture) {
        Sum counted = new Sum(fixture.ledger());
        assertThat(fixture.totals("orders")).containsOnly(Map.entry(city("755"), counted));
        assertThat(fixture.series("orders", Period.all(), Step.HOUR).values().stream()
                        .mapToLong(value -> ((Sum) value).value())
                        .sum())
                .isEqualTo(counted.value());
    }
}
