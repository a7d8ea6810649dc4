package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the doctor names the cause of each broken set-up first, with its remedy. */
@Tag("long")
class DoctorIT {

    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    private static final String ZOOKEEPER = "zookeeper://" + Servers.ZOOKEEPER.address();
    private static final String MYSQL = "mysql://" + Servers.MYSQL.address() + "/tidemark?layout=own";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static BrokenKafka broken;

    private final GroupId group = new GroupId("doctor-" + UUID.randomUUID());
    private final String topic = Servers.newTopic(1);
    private final TopicPartition partition = new TopicPartition(topic, 0);

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void start() {
        broken = new BrokenKafka();
    }

    @AfterAll
    static void stop() {
        broken.close();
    }

    @Test
    void aJobThatWorksHasNoFindings() throws IOException {
        storedBy(Servers.DRIVER, 60);

        Ran ran = healthy("--store", ZOOKEEPER, "--topic", topic);

        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out())
                .contains("40 offsets are left to read")
                .contains("driver " + Servers.DRIVER + " committed")
                .endsWith("Nothing is wrong: records arrive, and the job reads them\n");
        JsonNode json = JSON.readTree(healthy("--store", ZOOKEEPER, "--json").out());
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("cause").isNull()).isTrue();
        assertThat(json.path("findings").findValuesAsText("check"))
                .containsSubsequence(
                        "addresses",
                        "protocol",
                        "login",
                        "advertised-listeners",
                        "topic",
                        "partitions",
                        "records",
                        "group",
                        "store",
                        "offsets",
                        "job");
    }

    @Test
    void namesAnAdvertisedListenerThatCannotBeReached() {
        cause(
                ran(broken.misadvertised(), "--store", ZOOKEEPER, "--topic", topic),
                "advertised-listeners",
                broken.misadvertised() + " answers, but broker ",
                "accepts no connection",
                "Set advertised.listeners");
    }

    @Test
    void namesABrokerThatCannotBeReached() {
        int nobody = BrokenKafka.freePort();
        cause(
                ran("127.0.0.1:" + nobody + ",no-such-host.invalid:9092", "--store", ZOOKEEPER, "--topic", topic),
                "addresses",
                "127.0.0.1:" + nobody + " accepts no connection",
                "the name of no-such-host.invalid:9092 cannot be resolved",
                "Correct --bootstrap-server");
    }

    @Test
    void namesAWrongProtocolAndAWrongPassword() throws IOException {
        Path tls = Files.writeString(folder.resolve("tls.properties"), "security.protocol=SSL\n");
        cause(
                ran(
                        Servers.KAFKA.bootstrapServers(),
                        "--store",
                        ZOOKEEPER,
                        "--topic",
                        topic,
                        "--command-config",
                        tls.toString()),
                "protocol",
                "does not use TLS",
                "Set security.protocol to PLAINTEXT");
        cause(
                ran(
                        broken.users(),
                        "--store",
                        ZOOKEEPER,
                        "--topic",
                        topic,
                        "--command-config",
                        login("wrong").toString()),
                "login",
                broken.users() + " does not accept this client",
                "Correct the user and the password");
    }

    @Test
    void namesAMissingPermissionOnTheTopicAndOnTheGroup() throws Exception {
        broken.createTopic(topic);
        String config = login(BrokenKafka.PASSWORD).toString();
        String kafka = "kafka://" + broken.users();
        cause(
                ran(broken.users(), "--store", ZOOKEEPER, "--topic", topic, "--command-config", config),
                "topic",
                "this user may not describe topic " + topic,
                "Allow the user DESCRIBE and READ");
        broken.allow(ResourceType.TOPIC, topic, AclOperation.DESCRIBE);
        cause(
                ran(broken.users(), "--store", ZOOKEEPER, "--topic", topic, "--command-config", config),
                "topic",
                "may describe topic " + topic + ", but not read it",
                "Allow the user READ");
        broken.allow(ResourceType.TOPIC, topic, AclOperation.READ);
        produceTo(broken.address());
        cause(
                ran(broken.users(), "--store", kafka, "--topic", topic, "--command-config", config),
                "group",
                "this user may not describe group " + group,
                "Allow the user READ on the group");
    }

    @Test
    void namesATopicThatDoesNotExistAndOneThatIsEmpty() {
        cause(
                healthy("--store", ZOOKEEPER, "--topic", topic + "-x"),
                "topic",
                "topic " + topic + "-x does not exist; the cluster has " + topic,
                "Create the topic");
        cause(
                healthy("--store", ZOOKEEPER, "--topic", topic),
                "records",
                "no record was ever written to topic " + topic,
                "Check that the producers run");
    }

    @Test
    void namesAStoreInKafkaWhoseJournalLosesEntries() throws Exception {
        String kafka = "kafka://" + Servers.KAFKA.bootstrapServers() + "?journal=journal-" + topic;
        Servers.produce(topic, 1, 0, 100);
        try (OpenOffsetStore opened = OffsetStores.open(kafka, Map.of("writer", Servers.DRIVER))) {
            opened.store().initialize(group, Map.of(partition, StoredOffset.of(10)));
        }
        assertThat(healthy("--store", kafka).out())
                .contains("the journal journal-" + topic + " keeps all entries, and this user may write it")
                .contains("transactional id tidemark-" + group + " is known");

        ConfigResource journal = new ConfigResource(ConfigResource.Type.TOPIC, "journal-" + topic);
        Servers.admin()
                .incrementalAlterConfigs(Map.of(
                        journal,
                        List.of(new AlterConfigOp(
                                new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET))))
                .all()
                .get();
        cause(healthy("--store", kafka), "store", "has cleanup.policy=delete", "Set cleanup.policy of the topic to");
    }

    @Test
    void namesAStoreThatIsReadOnly() throws IOException {
        storedBy(Servers.DRIVER, 10);
        Servers.sql(
                "CREATE USER IF NOT EXISTS 'reader'@'%' IDENTIFIED BY 'reader'",
                "GRANT SELECT ON tidemark.* TO 'reader'@'%'");
        try (OpenOffsetStore mysql = Servers.open(MYSQL)) {
            mysql.store().initialize(group, Map.of(partition, StoredOffset.of(10)));
        }
        Path reader = Files.writeString(folder.resolve("reader.properties"), "user=reader\npassword=reader\n");
        cause(
                healthy("--store", MYSQL, "--store-config", reader.toString()),
                "store",
                "it refuses UPDATE on table ",
                "Grant the user the right");
    }

    @Test
    void namesARedisReplica() {
        storedBy(Servers.DRIVER, 10);
        try (EmbeddedRedis replica = EmbeddedRedis.start(ServerOptions.temporary()
                .setting("replicaof", Servers.REDIS.address().replace(":", " ")))) {
            cause(
                    healthy("--store", ZOOKEEPER, "--sink", replica.uri().toString()),
                    "sink",
                    "it is a replica of ",
                    "Give the client the address of the primary");
        }
    }

    @Test
    void namesARedisThatIsDownAndOneThatEvictsKeys() {
        storedBy(Servers.DRIVER, 10);
        cause(
                healthy("--store", ZOOKEEPER, "--sink", "redis://127.0.0.1:" + BrokenKafka.freePort()),
                "sink",
                "Cannot ",
                "");
        try (EmbeddedRedis evicting = EmbeddedRedis.start(
                ServerOptions.temporary().setting("maxmemory", "100mb").setting("maxmemory-policy", "allkeys-lru"))) {
            cause(
                    healthy("--store", ZOOKEEPER, "--sink", evicting.uri().toString()),
                    "sink",
                    "it may evict keys: maxmemory-policy is allkeys-lru",
                    "Set maxmemory-policy to noeviction");
        }
    }

    /** The only finding of a clock is a warning, because offsets do not depend on it. */
    @Test
    void namesAClockThatIsAnHourOff() {
        Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
        storedBy(Servers.DRIVER, 10);

        Ran ran = ran(
                slow,
                Servers.KAFKA.bootstrapServers(),
                "--store",
                ZOOKEEPER,
                "--sink",
                Servers.REDIS.uri().toString());

        assertThat(ran.exitCode()).as(ran.out()).isZero();
        assertThat(ran.out())
                .contains("the newest timestamp, ")
                .containsPattern(" is (59|60) min in the future")
                .containsPattern("its clock is (59|60) min ahead of this machine's")
                .containsPattern(
                        "Nothing is broken. Note: .*, but the newest timestamp, .* is (59|60) min in the future");
    }

    @Test
    void namesOffsetsThatRetentionHasOvertaken() {
        storedBy(Servers.DRIVER, 10);
        Servers.expire(topic, 0, 50);
        cause(healthy("--store", ZOOKEEPER), "offsets", "expired", "skip --unresumable");
    }

    @Test
    void namesTwoDriversThatCommitInTurns() throws Exception {
        storedBy(Servers.DRIVER, 1);
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService drivers = Executors.newSingleThreadExecutor();
        try (OpenOffsetStore one = OffsetStores.open(ZOOKEEPER, Map.of("writer", "host-a:1:aaaaaa"));
                OpenOffsetStore other = OffsetStores.open(ZOOKEEPER, Map.of("writer", "host-b:2:bbbbbb"))) {
            Future<?> running = drivers.submit(() -> {
                for (long from = 1; !stop.get(); from++) {
                    commit(from % 2 == 0 ? one.store() : other.store(), from, from + 1);
                }
            });
            cause(
                    healthy("--store", ZOOKEEPER, "--watch", "5s"),
                    "job",
                    "two drivers commit in turns: ",
                    "Stop one of the two drivers");
            stop.set(true);
            running.get();
        } finally {
            stop.set(true);
            drivers.shutdown();
        }
    }

    @Test
    void namesADeadJobButNotOneThatHasReadEverything() {
        storedBy(Servers.DRIVER, 60);

        Ran dead = ran(LATER, Servers.KAFKA.bootstrapServers(), "--store", ZOOKEEPER);
        cause(dead, "job", "the last commit was 10 min ago", "start the job again");
        assertThat(dead.out()).contains("by " + Servers.DRIVER + ", and 40 offsets are left to read");

        try (OpenOffsetStore opened = Servers.open(ZOOKEEPER)) {
            commit(opened.store(), 60, 100);
        }
        Ran idle = ran(LATER, Servers.KAFKA.bootstrapServers(), "--store", ZOOKEEPER);
        assertThat(idle.exitCode()).as(idle.out()).isZero();
        assertThat(idle.out()).contains("; nothing is left to read");
    }

    @Test
    void examinesTheStoreEvenIfTheClusterCannotBeReached() {
        Ran ran = ran(
                "127.0.0.1:" + BrokenKafka.freePort(),
                "--store",
                "redis://127.0.0.1:" + BrokenKafka.freePort(),
                "--topic",
                topic);
        cause(ran, "addresses", "accepts no connection", "start the brokers");
        assertThat(ran.out()).containsPattern("PROBLEM +store +Cannot ");
    }

    private void storedBy(String writer, long offset) {
        Servers.produce(topic, 1, 0, 100);
        try (OpenOffsetStore opened = OffsetStores.open(ZOOKEEPER, Map.of("writer", writer))) {
            opened.store().initialize(group, Map.of(partition, StoredOffset.of(0)));
            commit(opened.store(), 0, offset);
        }
    }

    private void commit(OffsetStore store, long from, long until) {
        store.commit(new OffsetCommit(group, List.of(new PartitionRange(partition, from, until))));
    }

    private void produceTo(String brokers) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", brokers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "a record")).get();
        }
    }

    private Path login(String password) throws IOException {
        return Files.writeString(
                folder.resolve("login.properties"),
                "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n"
                        + "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required"
                        + " username=\""
                        + BrokenKafka.USER + "\" password=\"" + password + "\";\n");
    }

    /** The first problem is the expected one, and its line is followed by the remedy. */
    private static void cause(Ran ran, String check, String... parts) {
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(ExitCodes.FINDING);
        String[] lines = ran.out().split("\n", -1);
        int first = 0;
        while (!lines[first].startsWith("PROBLEM")) {
            first++;
        }
        assertThat(lines[first]).startsWith(String.format("%-8s %-20s  ", "PROBLEM", check));
        String finding = lines[first] + (lines[first + 1].contains("-> ") ? lines[first + 1] : "");
        for (String part : parts) {
            assertThat(finding).contains(part);
        }
        assertThat(ran.out()).contains("\nCause: " + lines[first].substring(31));
    }

    private Ran healthy(String... arguments) {
        return ran(Servers.KAFKA.bootstrapServers(), arguments);
    }

    private Ran ran(String brokers, String... arguments) {
        return ran(Clock.systemUTC(), brokers, arguments);
    }

    private Ran ran(Clock clock, String brokers, String... arguments) {
        return Ran.command(
                Map.of("TIDEMARK_BOOTSTRAP_SERVER", brokers),
                clock,
                Stream.concat(
                                Stream.of("doctor", "--group", group.value(), "--timeout", "5000"),
                                Arrays.stream(arguments))
                        .toArray(String[]::new));
    }
}
