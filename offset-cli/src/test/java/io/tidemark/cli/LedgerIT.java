package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCodes;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.servers.secured.SecuredRedis;
import io.tidemark.servers.secured.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

/** The ledger of a Redis sink, opened by its URL like any store, and a store that follows it. */
class LedgerIT {

    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    private static final String ZOOKEEPER = "zookeeper://" + Servers.ZOOKEEPER.address();
    private static final String MYSQL = "mysql://" + Servers.MYSQL.address() + "/tidemark?layout=own";

    private final GroupId group = new GroupId("ledger-" + UUID.randomUUID());
    private final String prefix = "prefix of " + group;
    private final String ledgerUrl = Servers.REDIS.uri() + "?key-prefix=" + prefix.replace(" ", "%20");
    private final OpenOffsetStore opened = Servers.open(ledgerUrl);
    private final OffsetStore sink = opened.store();
    private final String topic = Servers.newTopic(1);
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final StoredOffset stored = StoredOffset.of(40, new TopicIdentity("cluster {1}", new Uuid(3, 4)));

    @TempDir
    private Path folder;

    private Path login = Path.of("");

    @BeforeEach
    void begin() throws IOException {
        login = Files.writeString(
                folder.resolve("mysql.properties"),
                "user=" + Servers.MYSQL.user() + "\npassword=" + Servers.MYSQL.password() + "\n");
        Servers.produce(topic, 1, 0, 100);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Test
    void aCopyThroughALedgerKeepsIdentitiesReceiptsAndWhatGoverns() {
        LossReceipt receipt = receipt();
        try (OpenOffsetStore mysql = Servers.open(MYSQL)) {
            mysql.store().initialize(group, Map.of(partition, stored));
            mysql.store()
                    .reposition(
                            new OffsetReposition(group, Map.of(partition, Move.to(stored, stored)), List.of(receipt)));
            mysql.store().recordGovernor(group, Governor.store());
        }

        done("copy", "--from", MYSQL, "--from-config", login.toString(), "--to", ledgerUrl, "--all-topics");
        assertThat(sink.load(group).get(partition)).returns(40L, StoredOffset::offset);
        done("copy", "--from", ledgerUrl, "--to", ZOOKEEPER, "--all-topics");

        try (OpenOffsetStore zookeeper = Servers.open(ZOOKEEPER)) {
            assertThat(zookeeper.store().load(group)).hasSize(1).hasEntrySatisfying(partition, copied -> assertThat(
                            copied)
                    .returns(40L, StoredOffset::offset)
                    .returns(stored.identity(), StoredOffset::identity));
            assertThat(zookeeper.store().lossReceipts(group)).containsExactly(receipt);
            assertThat(zookeeper.store().governor(group)).contains(Governor.store());
        }
    }

    @Test
    void aLedgerIsExportedImportedAndMoved() throws IOException {
        sink.initialize(group, Map.of(partition, StoredOffset.of(40)));
        Path file = folder.resolve("state.json");
        assertThat(run("export", "--store", ledgerUrl, "--all-topics", "-o", file.toString())
                        .exitCode())
                .isZero();
        done("skip", "--store", ledgerUrl, "--topic", topic, "--by", "5");
        assertThat(sink.load(group).get(partition)).returns(45L, StoredOffset::offset);
        assertThat(sink.lossReceipts(group)).singleElement().returns(40L, LossReceipt::from);
        assertThat(run("lag", "--store", ledgerUrl, "--topic", topic).out()).containsPattern(topic + " +0 +45 .* 55 ");
        done("rewind", "--store", ledgerUrl, "--topic", topic, "--to-offset", "30");
        assertThat(sink.load(group).get(partition)).returns(30L, StoredOffset::offset);

        Ran imported = Ran.command(
                Map.of(),
                LATER,
                "import",
                "--store",
                ledgerUrl,
                "--group",
                group.value(),
                "--over",
                "--execute",
                file.toString());

        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.err()).doesNotContain("does not record what governs");
        assertThat(sink.load(group).get(partition)).returns(40L, StoredOffset::offset);
    }

    @Test
    void theOtherCommandsReadALedgerOrSayWhyTheyCannot() {
        LossReceipt receipt = receipt();
        sink.initialize(group, Map.of(partition, StoredOffset.of(40)));
        sink.reposition(new OffsetReposition(
                group, Map.of(partition, Move.to(StoredOffset.of(40), StoredOffset.of(40))), List.of(receipt)));

        assertThat(run("show", "--store", ledgerUrl, "--all-topics").out()).containsPattern(topic + " +0 +40 ");
        assertThat(run("verify", "--store", ledgerUrl, "--topic", topic).out())
                .containsPattern(topic + " +0 +resumable +40 ");
        assertThat(run("receipts", "--store", ledgerUrl).out()).containsPattern(topic + " +0 +7 +40 +33 +EXPIRED");
        Ran examined = run("doctor", "--store", ledgerUrl, "--watch", "1ms");
        assertThat(examined.out())
                .as(examined.err())
                .containsPattern("ok +offsets ")
                .containsPattern("ok +store +" + Servers.REDIS.uri() + ": it is a primary, and accepts writes");
        Ran offsets = run("export", "--store", ledgerUrl, "--topic", topic, "--starting-offsets");
        assertThat(offsets.out().strip()).isEqualTo("{\"" + topic + "\":{\"0\":40}}");
        for (String[] command :
                List.of(new String[] {"history"}, new String[] {"rollback", "--to-datetime", "2026-03-01T14:05:00"})) {
            Ran refused = run(and(command, "--store", ledgerUrl));
            assertThat(refused.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertThat(refused.err()).contains("only stores in MySQL and PostgreSQL keep one");
        }
    }

    @Test
    void aLedgerIsReachedOverTlsWithALogin() throws IOException {
        TestCertificate certificate = TestCertificate.in(folder, "trusted");
        try (SecuredRedis server = new SecuredRedis(certificate);
                RedisClient client = RedisClient.create(server.server().uri())) {
            try (Jedis operator = new Jedis(HostAndPort.from(server.server().address()))) {
                operator.aclSetUser("operator", "on", ">secret", "+@all", "~tidemark:*");
            }
            new RedisMetricSink(client).initialize(group, Map.of(partition, StoredOffset.of(40)));
            Path settings = Files.writeString(
                    folder.resolve("redis.properties"),
                    "url=rediss://localhost:" + server.tlsPort() + "\nuser=operator\npassword=secret\ntrust-store="
                            + certificate.trustStore() + "\ntrust-store-password=" + certificate.password() + "\n");

            done("skip", "--store-config", settings.toString(), "--topic", topic, "--by", "5");
            done("copy", "--from-config", settings.toString(), "--to", ledgerUrl, "--topic", topic);

            assertThat(sink.load(group).get(partition)).returns(45L, StoredOffset::offset);
            assertThat(sink.lossReceipts(group)).hasSize(1);
        }
    }

    /** Seen to move the store, and the next start to move it back, without the check of what governs. */
    @Test
    void aStoreThatFollowsALedgerIsRefusedAndTheCommandOnTheLedgerThatTheMessageNamesWorks() {
        sink.initialize(group, Map.of(partition, StoredOffset.of(40)));
        try (OpenOffsetStore zookeeper = Servers.open(ZOOKEEPER)) {
            zookeeper.store().initialize(group, Map.of(partition, StoredOffset.of(40)));
            zookeeper.store().recordGovernor(group, Governor.sink(sink));

            assertThat(run("show", "--store", ZOOKEEPER, "--all-topics").err())
                    .contains("this store follows " + sinkUrl() + ", the ledger of a sink");
            String[][] commands = {
                {"rewind", "--to-earliest"}, {"skip", "--by", "1"}, {"skip", "--unresumable", "latest"}
            };
            for (String[] command : commands) {
                Ran refused = executed(and(command, "--store", ZOOKEEPER, "--topic", topic));
                assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.REFUSED);
                assertThat(refused.err())
                        .contains("in " + ZOOKEEPER + ": this store follows the ledger of RedisMetricSink on ")
                        .contains("Run the command on the ledger instead, with --store '" + sinkUrl() + "'");
            }
            assertThat(zookeeper.store().load(group).get(partition)).returns(40L, StoredOffset::offset);
        }

        done("rewind", "--to-earliest", "--store", sinkUrl(), "--topic", topic);
        assertThat(sink.load(group).get(partition)).returns(0L, StoredOffset::offset);
    }

    /** A copy of a store that follows a ledger, into this ledger, does not make it follow itself. */
    @Test
    void aLedgerNeverFollowsItself() {
        sink.recordGovernor(group, Governor.sink(sink));
        sink.initialize(group, Map.of(partition, StoredOffset.of(40)));

        done("rewind", "--store", sinkUrl(), "--topic", topic, "--to-earliest");
        assertThat(run("show", "--store", sinkUrl(), "--all-topics").err()).isEmpty();
    }

    private LossReceipt receipt() {
        return new LossReceipt(
                group,
                partition,
                stored.identity(),
                7,
                40,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-03-01T00:00:00.123Z"));
    }

    private String sinkUrl() {
        return new Governor.Sink(sink.toString()).url().orElseThrow();
    }

    private void done(String... arguments) {
        Ran dry = run(arguments);
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        Ran ran = executed(arguments);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }

    private Ran executed(String... arguments) {
        return run(and(arguments, "--execute"));
    }

    private Ran run(String... arguments) {
        return Ran.command(
                Map.of("TIDEMARK_BOOTSTRAP_SERVER", Servers.KAFKA.bootstrapServers()),
                LATER,
                and(arguments, "--group", group.value()));
    }

    private static String[] and(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }
}
