package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.ClusterLogReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tool on real servers: what it finds, what it moves, and what it refuses. */
class ToolIT {

    private static final int PARTITIONS = 2;
    private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));

    @TempDir
    private Path folder = Path.of("");

    private Path login = Path.of("");

    /** The stores by their URLs. */
    enum Kind {
        MYSQL("mysql://" + Servers.MYSQL.address() + "/tidemark?layout=own"),
        ZOOKEEPER("zookeeper://" + Servers.ZOOKEEPER.address() + "/jobs"),
        KAFKA("kafka://" + Servers.KAFKA.bootstrapServers()),
        REDIS(Servers.REDIS.uri() + "?key-prefix=recharge");

        private final String url;

        Kind(String url) {
            this.url = url;
        }
    }

    @BeforeEach
    void theLoginStandsInAFile() throws IOException {
        Files.writeString(folder.resolve("secret"), Servers.MYSQL.password());
        login = Files.writeString(
                folder.resolve("mysql.properties"),
                "user=" + Servers.MYSQL.user() + "\npassword=file:" + folder.resolve("secret") + "\n");
    }

    @Test
    void aStoppedJobThatIsCopiedAroundLosesAndRepeatsNothing() {
        PlainJob job = job("tour");
        try (OpenOffsetStore store = Servers.open(Kind.MYSQL.url)) {
            job.begin(store.store(), identity(job.topic()));
        }
        List<Kind> tour = List.of(Kind.MYSQL, Kind.ZOOKEEPER, Kind.KAFKA, Kind.REDIS, Kind.MYSQL);
        for (int stop = 0; stop < tour.size(); stop++) {
            if (stop > 0) {
                copy(job, tour.get(stop - 1), tour.get(stop));
            }
            Servers.produce(job.topic(), PARTITIONS, stop * 100, (stop + 1) * 100);
            try (OpenOffsetStore store = Servers.open(tour.get(stop).url)) {
                job.run(store.store());
            }
            assertThat(job.seen()).as("after stop " + stop).isEqualTo(onceEach((stop + 1) * 100));
        }
    }

    private void copy(PlainJob job, Kind from, Kind to) {
        List<String> command = new ArrayList<>(List.of(
                "copy", "--from", from.url, "--to", to.url, "--over", "--group", job.group(), "--topic", job.topic()));
        if (from == Kind.MYSQL) {
            command.addAll(List.of("--from-config", login.toString()));
        }
        if (to == Kind.MYSQL) {
            command.addAll(List.of("--to-config", login.toString()));
        }
        GroupId group = new GroupId(job.group());
        try (OpenOffsetStore target = Servers.open(to.url)) {
            Map<TopicPartition, Long> before = offsets(target.store(), group, job.topic());
            Ran dry = later(command.toArray(String[]::new));
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            assertThat(offsets(target.store(), group, job.topic()))
                    .as("a dry run changes nothing")
                    .isEqualTo(before);
        }
        command.add("--execute");
        Ran ran = later(command.toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("Copied and read back: 2 offsets");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void verifyNamesEachThingThatIsWrong(Kind kind) throws IOException {
        String group = "verified";
        String fine = topicWith(100);
        String expired = topicWith(100);
        String truncated = topicWith(100);
        String recreated = topicWith(100);
        String moved = topicWith(100);
        String shrunk = topicWith(100);
        Map<TopicPartition, StoredOffset> stored = new HashMap<>();
        for (String topic : List.of(fine, expired, truncated, recreated, shrunk)) {
            stored.put(new TopicPartition(topic, 0), StoredOffset.of(20, identity(topic)));
            stored.put(new TopicPartition(topic, 1), StoredOffset.of(20, identity(topic)));
        }
        stored.put(new TopicPartition(truncated, 1), StoredOffset.of(70, identity(truncated)));
        stored.put(
                new TopicPartition(moved, 0),
                StoredOffset.of(
                        20, new TopicIdentity("another-cluster", identity(moved).topicId())));
        stored.put(new TopicPartition(shrunk, 7), StoredOffset.of(20, identity(shrunk)));
        try (OpenOffsetStore store = Servers.open(kind.url)) {
            store.store().initialize(new GroupId(group), stored);
        }

        assertThat(run(kind, "verify", "--group", group, "--topic", fine).exitCode())
                .isZero();

        Servers.expire(expired, 1, 30);
        Servers.deleteTopic(recreated);
        Servers.KAFKA.createTopic(recreated, PARTITIONS);
        Servers.produce(recreated, PARTITIONS, 0, 100);
        Ran ran = run(
                kind,
                "verify",
                "--json",
                "--group",
                group,
                "--topic",
                fine,
                "--topic",
                expired,
                "--topic",
                truncated,
                "--topic",
                recreated,
                "--topic",
                moved + ":0",
                "--topic",
                shrunk);
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCodes.FINDING);
        JsonNode object = Json.MAPPER.readTree(ran.out());
        assertThat(object.path("ok").asBoolean()).isFalse();
        assertThat(verdicts(object))
                .containsEntry(fine + "-0", "resumable")
                .containsEntry(expired + "-0", "resumable")
                .containsEntry(expired + "-1", "expired")
                .containsEntry(truncated + "-1", "ahead-of-log")
                .containsEntry(recreated + "-0", "recreated-topic")
                .containsEntry(recreated + "-1", "recreated-topic")
                .containsEntry(moved + "-0", "other-cluster")
                .containsEntry(shrunk + "-7", "unknown-partition");
        assertThat(object.path("findings").asInt()).isEqualTo(6);

        Ran table = run(kind, "verify", "--group", group, "--topic", shrunk);
        assertThat(table.out()).containsPattern(shrunk + " +7 +unknown-partition +20 +- +-");
        assertThat(run(kind, "verify", "--group", "no-such-group", "--topic", fine)
                        .exitCode())
                .as("a name that is spelled wrong is a finding")
                .isEqualTo(ExitCodes.FINDING);
        assertThat(run(kind, "verify", "--group", group, "--topic", fine + ":9").exitCode())
                .isEqualTo(ExitCodes.USAGE);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theDecisionsOfAWorstNightLeaveReceipts(Kind kind) throws IOException {
        String group = "decided";
        String topic = topicWith(100);
        try (OpenOffsetStore store = Servers.open(kind.url)) {
            GroupId id = new GroupId(group);
            store.store()
                    .initialize(
                            id,
                            Map.of(
                                    new TopicPartition(topic, 0),
                                    StoredOffset.of(20, identity(topic)),
                                    new TopicPartition(topic, 1),
                                    StoredOffset.of(20, identity(topic)),
                                    new TopicPartition(topic, 7),
                                    StoredOffset.of(20, identity(topic))));
            Servers.expire(topic, 1, 30);

            String[] decide = {"skip", "--group", group, "--topic", topic, "--unresumable", "earliest"};
            assertThat(later(kind, decide).exitCode()).isZero();
            assertThat(offsets(store.store(), id, topic)).containsValue(20L).hasSize(3);
            Ran decided = later(kind, and(decide, "--execute"));
            assertThat(decided.exitCode()).as(decided.err()).isZero();
            assertThat(offsets(store.store(), id, topic))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(new TopicPartition(topic, 0), 20L, new TopicPartition(topic, 1), 30L));

            String[] skip = {"skip", "--group", group, "--topic", topic + ":0", "--by", "5"};
            assertThat(later(kind, skip).out()).containsPattern(topic + " +0 +20 +25 +\\+5 +5");
            assertThat(later(kind, and(skip, "--execute")).exitCode()).isZero();
            assertThat(offsets(store.store(), id, topic)).containsEntry(new TopicPartition(topic, 0), 25L);

            assertThat(store.store().lossReceipts(id))
                    .extracting(
                            receipt -> receipt.partition().partition(), LossReceipt::reason, LossReceipt::describeCount)
                    .containsExactlyInAnyOrder(
                            tuple(1, LossReceipt.Reason.EXPIRED, "10"),
                            tuple(7, LossReceipt.Reason.PARTITION_GONE, "unknown"),
                            tuple(0, LossReceipt.Reason.SKIPPED, "5"));
            JsonNode receipts = Json.MAPPER.readTree(
                    run(kind, "receipts", "--group", group, "--json").out());
            assertThat(receipts.path("receipts")).hasSize(3);
            assertThat(run(kind, "receipts", "--group", group).out())
                    .containsPattern(topic + " +7 +\\d+ +\\d+ +unknown +PARTITION_GONE");
            assertThat(run(kind, "verify", "--group", group, "--topic", topic).exitCode())
                    .isZero();
        }
    }

    /** With the cluster's topics in place of the stored ones seen to find nothing at all. */
    @Test
    void verifyOfAllTopicsFindsAStoredTopicThatTheClusterNoLongerHas() throws IOException {
        String topic = topicWith(10);
        GroupId id = new GroupId("vanished");
        try (OpenOffsetStore store = Servers.open(Kind.MYSQL.url)) {
            store.store()
                    .initialize(
                            id,
                            Map.of(
                                    new TopicPartition(topic, 0),
                                    StoredOffset.of(5, identity(topic)),
                                    new TopicPartition(topic + "-vanished", 0),
                                    StoredOffset.of(7)));
        }
        Ran verify = run(Kind.MYSQL, "verify", "--group", "vanished", "--all-topics");
        assertThat(verify.exitCode()).isEqualTo(ExitCodes.FINDING);
        assertThat(verify.out()).containsPattern(topic + "-vanished +0 +unknown-partition +7");

        Ran lag = run(Kind.MYSQL, "lag", "--group", "vanished", "--all-topics", "--json");
        JsonNode object = Json.MAPPER.readTree(lag.out());
        assertThat(object.path("totalLag").isNull()).isTrue();
        assertThat(object.path("partitionsOfUnknownLag").asInt()).isEqualTo(2);
    }

    @Test
    void rewindGoesWhereKafkasOwnToolWould() {
        String topic = topicWith(100);
        GroupId id = new GroupId("rewound");
        TopicPartition first = new TopicPartition(topic, 0);
        TopicPartition second = new TopicPartition(topic, 1);
        Instant afterAll = Instant.now().plusSeconds(60);
        try (OpenOffsetStore store = Servers.open(Kind.MYSQL.url)) {
            store.store().initialize(id, Map.of(first, StoredOffset.of(20, identity(topic))));
            rewind(topic, "--to-latest");
            assertThat(offsets(store.store(), id, topic)).isEqualTo(Map.of(first, 50L, second, 50L));
            rewind(topic, "--shift-by", "-15");
            assertThat(offsets(store.store(), id, topic)).isEqualTo(Map.of(first, 35L, second, 35L));
            rewind(topic, "--to-datetime", "2020-01-01T00:00:00.000");
            assertThat(offsets(store.store(), id, topic)).isEqualTo(Map.of(first, 0L, second, 0L));
            rewind(topic, "--to-datetime", afterAll.toString());
            assertThat(offsets(store.store(), id, topic)).isEqualTo(Map.of(first, 50L, second, 50L));
            rewind(topic + ":1", "--to-earliest");
            assertThat(offsets(store.store(), id, topic)).isEqualTo(Map.of(first, 50L, second, 0L));
            rewind(topic, "--to-offset", "40");
            assertThat(offsets(store.store(), id, topic)).isEqualTo(Map.of(first, 40L, second, 40L));
        }
        Ran lag = run(Kind.MYSQL, "lag", "--group", "rewound", "--topic", topic);
        assertThat(lag.out()).containsPattern("rewound +" + topic + " +0 +40 +0 +50 +10 +resumable");
        assertThat(run(Kind.MYSQL, "lag", "--group", "rewound", "--topic", topic, "--max-lag", "9")
                        .exitCode())
                .isEqualTo(ExitCodes.FINDING);
        assertThat(run(Kind.MYSQL, "lag", "--group", "rewound", "--all-topics", "--max-lag", "10")
                        .exitCode())
                .isZero();
    }

    private void rewind(String topic, String... where) {
        String[] command = and(new String[] {"rewind", "--group", "rewound", "--topic", topic}, where);
        Ran dry = later(Kind.MYSQL, command);
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.err()).contains("Dry run: nothing was changed");
        Ran executed = later(Kind.MYSQL, and(command, "--execute"));
        assertThat(executed.exitCode()).as(executed.err()).isZero();
        assertThat(executed.out()).isEqualTo(dry.out());
    }

    @Test
    void theHistoryLeadsBack() throws IOException {
        String topic = topicWith(100);
        GroupId id = new GroupId("historic");
        TopicPartition partition = new TopicPartition(topic, 0);
        try (OpenOffsetStore store = Servers.open(Kind.MYSQL.url)) {
            store.store().initialize(id, Map.of(partition, StoredOffset.of(10, identity(topic))));
            String then = Json.MAPPER
                    .readTree(run(Kind.MYSQL, "history", "--group", "historic", "--json")
                            .out())
                    .path("writes")
                    .get(0)
                    .path("storedAt")
                    .asText();
            store.store().commit(new OffsetCommit(id, List.of(new PartitionRange(partition, 10, 30))));
            Ran history = run(Kind.MYSQL, "history", "--group", "historic");
            assertThat(history.out().lines().toList().get(1))
                    .matches(" *\\d+ +commit +\\S+Z +worker-3:4711:k3f9x2 +" + partition + " 10 to 30");

            String[] rollback = {"rollback", "--group", "historic", "--to-datetime", then};
            Ran dry = run(Kind.MYSQL, rollback);
            assertThat(dry.exitCode()).as(dry.err()).isZero();
            assertThat(dry.out()).containsPattern(topic + " +0 +30 +10 +-20");
            assertThat(offsets(store.store(), id, topic)).containsEntry(partition, 30L);
            assertThat(run(Kind.MYSQL, and(rollback, "--execute")).exitCode())
                    .as("a driver has just written")
                    .isEqualTo(ExitCodes.REFUSED);
            Ran executed = later(Kind.MYSQL, and(rollback, "--execute"));
            assertThat(executed.exitCode()).as(executed.err()).isZero();
            assertThat(offsets(store.store(), id, topic)).containsEntry(partition, 10L);

            Ran tooFar = later(
                    Kind.MYSQL, "rollback", "--group", "historic", "--to-datetime", "2020-01-01T00:00:00", "--execute");
            assertThat(tooFar.exitCode()).isEqualTo(ExitCodes.FAILED);
            assertThat(tooFar.err()).startsWith("tidemark: Cannot roll back group historic to 2020-01-01T00:00:00Z");
        }
    }

    @Test
    void aGroupWithMembersCountsAsAlive() {
        String topic = topicWith(10);
        GroupId id = new GroupId("textbook");
        try (OpenOffsetStore store = Servers.open(Kind.ZOOKEEPER.url);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                Servers.KAFKA.bootstrapServers(),
                                "group.id",
                                id.value(),
                                "client.id",
                                "the-old-loop"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            store.store().initialize(id, Map.of(new TopicPartition(topic, 0), StoredOffset.of(1, identity(topic))));
            consumer.subscribe(List.of(topic));
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200));
                return !consumer.assignment().isEmpty();
            });
            Ran refused = later(
                    Kind.ZOOKEEPER, "rewind", "--group", "textbook", "--topic", topic, "--to-earliest", "--execute");
            assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.REFUSED);
            assertThat(refused.err()).contains("the consumer group has members: the-old-loop at /127.0.0.1");
        }
    }

    @Test
    void anOpenTransactionOfTheStoreCountsAsLife() {
        String topic = topicWith(10);
        GroupId id = new GroupId("in-flight");
        try (OpenOffsetStore store = Servers.open(Kind.KAFKA.url);
                KafkaProducer<byte[], byte[]> driver = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                Servers.KAFKA.bootstrapServers(),
                                "transactional.id",
                                "tidemark-in-flight"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            store.store().initialize(id, Map.of(new TopicPartition(topic, 0), StoredOffset.of(1, identity(topic))));
            driver.initTransactions();
            driver.beginTransaction();
            Future<RecordMetadata> sent = driver.send(new ProducerRecord<>(topic, new byte[1]));
            driver.flush();
            assertThat(sent.isDone()).isTrue();
            Ran refused =
                    later(Kind.KAFKA, "rewind", "--group", "in-flight", "--topic", topic, "--to-earliest", "--execute");
            assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.REFUSED);
            assertThat(refused.err()).contains("transaction tidemark-in-flight is open");
            driver.abortTransaction();
        }
    }

    @Test
    void aStoreWithoutTimesIsWatchedAndSaysThatItCannotKnow() {
        String topic = topicWith(10);
        String url = "mysql://" + Servers.MYSQL.address() + "/tidemark?table=watched_tb";
        GroupId id = new GroupId("seed");
        try (OpenOffsetStore store = Servers.open(url)) {
            // a job that writes only the old table: nothing beside it knows the time
            String row = " tidemark.watched_tb SET untiloffset = ";
            Servers.sql("INSERT INTO tidemark.watched_tb VALUES ('" + topic + "', 'seed', 0, 0, 1)");
            assertThat(offsets(store.store(), id, topic)).hasSize(1);
            String[] command = {
                "rewind",
                "--store",
                url,
                "--store-config",
                login.toString(),
                "--group",
                "seed",
                "--topic",
                topic,
                "--to-earliest",
                "--execute",
                "--watch",
                "1s"
            };
            Ran ran = command(Clock.systemUTC(), command);
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.err()).contains("cannot be known from it; nothing moved while it was watched for 1 s");

            Thread driver = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    Servers.sql("UPDATE" + row + "untiloffset + 1");
                }
            });
            driver.setUncaughtExceptionHandler((thread, end) -> {});
            Servers.sql("UPDATE" + row + "7");
            driver.start();
            try {
                Ran refused = command(Clock.systemUTC(), command);
                assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.REFUSED);
                assertThat(refused.err()).contains("offsets moved in the store while it was watched");
            } finally {
                driver.interrupt();
            }
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNamedWithWhatToDo() {
        String nobody = "127.0.0.1:1";
        Ran cluster = command(
                Clock.systemUTC(),
                "verify",
                "--store",
                Kind.ZOOKEEPER.url,
                "--group",
                "g",
                "--topic",
                "t",
                "--bootstrap-server",
                nobody,
                "--timeout",
                "1000");
        assertThat(cluster.exitCode()).as(cluster.err()).isEqualTo(ExitCodes.FAILED);
        assertThat(cluster.err()).hasLineCount(1).contains("Check bootstrap.servers, that the brokers run");
        for (String url : List.of(
                "mysql://" + nobody + "/tidemark",
                "zookeeper://" + nobody + "?connect=1s",
                "redis://" + nobody,
                "kafka://" + nobody + "?timeout=1s")) {
            Ran store = command(Clock.systemUTC(), "show", "--store", url, "--group", "g", "--topic", "t");
            assertThat(store.exitCode()).as(store.err()).isEqualTo(ExitCodes.FAILED);
            assertThat(store.err())
                    .hasLineCount(1)
                    .startsWith("tidemark: Cannot ")
                    .contains(nobody);
        }
    }

    private PlainJob job(String group) {
        return new PlainJob(group, Servers.newTopic(PARTITIONS), PARTITIONS);
    }

    private static String topicWith(int records) {
        String topic = Servers.newTopic(PARTITIONS);
        Servers.produce(topic, PARTITIONS, 0, records);
        return topic;
    }

    private static TopicIdentity identity(String topic) {
        return new ClusterLogReader(Servers.admin(), IsolationLevel.READ_UNCOMMITTED, Duration.ofSeconds(30))
                .identities(Set.of(topic))
                .values()
                .iterator()
                .next();
    }

    private static Map<TopicPartition, Long> offsets(OffsetStore store, GroupId group, String topic) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        store.load(group, Set.of(topic)).forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    private static Map<String, String> verdicts(JsonNode object) {
        Map<String, String> verdicts = new TreeMap<>();
        object.path("partitions")
                .forEach(row -> verdicts.put(
                        row.path("topic").asText() + "-" + row.path("partition").asInt(),
                        row.path("verdict").asText()));
        return verdicts;
    }

    private static SortedMap<Integer, Integer> onceEach(int until) {
        SortedMap<Integer, Integer> once = new TreeMap<>();
        for (int value = 0; value < until; value++) {
            once.put(value, 1);
        }
        return once;
    }

    private Ran run(Kind kind, String... arguments) {
        return command(Clock.systemUTC(), on(kind, arguments));
    }

    private Ran later(Kind kind, String... arguments) {
        return command(LATER, on(kind, arguments));
    }

    private Ran later(String... arguments) {
        return command(LATER, arguments);
    }

    private String[] on(Kind kind, String... arguments) {
        return kind == Kind.MYSQL
                ? and(arguments, "--store", kind.url, "--store-config", login.toString())
                : and(arguments, "--store", kind.url);
    }

    private static Ran command(Clock clock, String... arguments) {
        return Ran.command(Map.of("TIDEMARK_BOOTSTRAP_SERVER", Servers.KAFKA.bootstrapServers()), clock, arguments);
    }

    private static String[] and(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }
}
