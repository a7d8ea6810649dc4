package io.tidemark.offset.kafka;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.process.Port;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.kafka.internal.journal.JournalTopic;
import io.tidemark.offset.spi.KafkaConnection;
import io.tidemark.offset.verification.ClusterLogReader;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestKafka;
import io.tidemark.servers.secured.SecuredKafka;
import io.tidemark.servers.secured.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Brokers in states that their documentation describes and a job does not expect. Each test asserts the message,
 * follows its advice, and sees the store commit.
 */
@Tag("long")
class UnusualKafkaStatesIT {

    private static final String ORDERS = "orders";
    private static final TopicPartition FIRST = new TopicPartition(ORDERS, 0);
    private static final String PASSWORD = "battery-staple";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** A metadata text of a usual entry, and not one of the longest writer. */
    private static final String METADATA_LIMIT = "150";

    @TempDir
    private static Path directory = Path.of("");

    private static final List<SecuredKafka> SECURED = new ArrayList<>();

    private static final TestKafka PLAIN = TestKafka.start(ServerSetup.standard()
            .setting("offset.metadata.max.bytes", METADATA_LIMIT)
            .setting("transaction.max.timeout.ms", "30000"));

    private final String unique = UUID.randomUUID().toString();
    private final GroupId group = new GroupId("group-" + unique);
    private final KafkaStoreOptions options = KafkaStoreOptions.defaults()
            .journalTopic("journal-" + unique)
            .timeout(TIMEOUT)
            .writer(new WriterName("w"));
    private final Map<String, Object> plain = Map.of("bootstrap.servers", PLAIN.bootstrapServers());
    private final Admin admin = Admin.create(plain);

    @BeforeAll
    static void start() {
        PLAIN.createTopic(ORDERS, 100);
        SecuredKafka secured = new SecuredKafka(TestCertificate.in(directory, "broker"));
        SECURED.add(secured);
        secured.server().createTopic(ORDERS, 1);
        secured.addUser("job", PASSWORD);
        // the state of these tests is elsewhere
        secured.allow("job", TRANSACTIONAL_ID, "*", WRITE);
    }

    @AfterAll
    static void stop() {
        PLAIN.close();
        SECURED.forEach(SecuredKafka::close);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aClientWithoutTlsOnAPortWithTls() {
        String address = SECURED.get(0).address();
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", address));

        assertThat(failure(() -> new KafkaOffsetStore(settings, options)))
                .hasMessageContainingAll(
                        "Kafka at " + address, "uses TLS, but security.protocol is PLAINTEXT", "SSL or SASL_SSL");

        assertCommitsAsJob(secured());
    }

    @Test
    void aClientWithTlsOnAPortWithoutTls() {
        Map<String, Object> settings = new HashMap<>(plain);
        settings.put("security.protocol", "SSL");

        assertThat(failure(() -> new KafkaOffsetStore(settings, options)))
                .hasMessageContainingAll(
                        "Kafka at " + PLAIN.bootstrapServers(),
                        "does not use TLS, but security.protocol is SSL. Set security.protocol to PLAINTEXT");

        settings.put("security.protocol", "PLAINTEXT");
        assertCommits(settings, options);
    }

    /** The library borrows this client, so nothing has checked its protocol before. */
    @Test
    void theReadingOfTheClusterNamesAddressAndProtocolToo() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                PLAIN.bootstrapServers(),
                "security.protocol",
                "SSL",
                "default.api.timeout.ms",
                2_000,
                "request.timeout.ms",
                1_000);
        try (Admin wrong = Admin.create(settings)) {
            ClusterLogReader reader = new ClusterLogReader(
                    wrong, IsolationLevel.READ_UNCOMMITTED, Duration.ofSeconds(3), KafkaConnection.of(settings));

            assertThat(failure(() -> reader.logs(Set.of(ORDERS))))
                    .hasMessageContainingAll(
                            "Kafka at " + PLAIN.bootstrapServers(),
                            "does not use TLS, but security.protocol is SSL. Set security.protocol to PLAINTEXT");
        }
    }

    @Test
    void saslOnAPortWithoutSasl() {
        Map<String, Object> settings = new HashMap<>(secured());
        settings.put("bootstrap.servers", PLAIN.bootstrapServers());
        settings.put("security.protocol", "SASL_PLAINTEXT");
        try (KafkaOffsetStore wrong = new KafkaOffsetStore(settings, options)) {

            assertRefused(wrong, "The port does not use SASL. Set security.protocol to PLAINTEXT or SSL");
        }
        settings.put("security.protocol", "PLAINTEXT");
        assertCommits(settings, options);
    }

    @Test
    void aWrongPassword() {
        Map<String, Object> settings = secured();
        settings.put("sasl.jaas.config", login("wrong"));
        try (KafkaOffsetStore wrong = new KafkaOffsetStore(settings, options)) {

            assertRefused(wrong, "Authentication failed", "Correct the user and the password (sasl.jaas.config)");
        }
        settings.put("sasl.jaas.config", login(PASSWORD));
        assertCommitsAsJob(settings);
    }

    @Test
    void aMechanismThatTheBrokerDoesNotHave() {
        Map<String, Object> settings = secured();
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"job\" password=\""
                        + PASSWORD + "\";");
        try (KafkaOffsetStore wrong = new KafkaOffsetStore(settings, options)) {

            assertRefused(wrong, "[SCRAM-SHA-512]", "Set sasl.mechanism to one of the mechanisms");
        }
        assertCommitsAsJob(secured());
    }

    @Test
    void aCertificateThatTheClientDoesNotTrust() {
        Map<String, Object> settings = secured();
        settings.keySet().removeIf(name -> name.startsWith("ssl.truststore"));
        try (KafkaOffsetStore wrong = new KafkaOffsetStore(settings, options)) {

            assertRefused(wrong, "SSL handshake failed", "Check that ssl.truststore.location holds the authority");
        }
        SECURED.get(0).trust().forEach(settings::put);
        assertCommitsAsJob(settings);
    }

    @Test
    void aGroupThatTheUserMayNotRead() {
        SECURED.get(0).allow("job", TOPIC, ORDERS, READ);
        SECURED.get(0).allow("job", TOPIC, options.journalTopic(), READ, WRITE, CREATE);
        try (KafkaOffsetStore store = new KafkaOffsetStore(secured(), options)) {

            assertRefused(store, "Not authorized to access group", "Allow this user READ on the group");

            SECURED.get(0).allow("job", GROUP, group.value(), READ);
            await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertCommits(store));
        }
    }

    @Test
    void aJournalThatForgets() {
        create("cleanup.policy", "delete");
        try (KafkaOffsetStore store = new KafkaOffsetStore(plain, options)) {

            assertRefused(store, options.journalTopic(), "cleanup.policy=delete", "set it to compact");

            alter(options.journalTopic(), "cleanup.policy", "compact");
            assertCommits(store);
        }
    }

    @Test
    void aJournalThatTakesNoRecordOfTheUsualSize() {
        create("max.message.bytes", "100");
        try (KafkaOffsetStore store = new KafkaOffsetStore(plain, options)) {

            assertRefused(store, "One record is larger than max.message.bytes of its topic", "default of 1048588");

            alter(options.journalTopic(), "max.message.bytes", "1048588");
            assertCommits(store);
        }
    }

    @Test
    void offsetMetadataThatIsTooLarge() {
        WriterName longest = new WriterName("x".repeat(WriterName.MAX_LENGTH));
        try (KafkaOffsetStore store = new KafkaOffsetStore(plain, options.writer(longest))) {

            assertRefused(store, "Raise the broker's offset.metadata.max.bytes", "or use a shorter writer name");
        }
        assertCommits(plain, options);
    }

    @Test
    void aTransactionTimeoutAboveTheBrokersLimit() {
        try (KafkaOffsetStore store = new KafkaOffsetStore(plain, options.timeout(Duration.ofMinutes(2)))) {

            assertRefused(store, "transaction.max.timeout.ms", "or set a shorter timeout of the store");
        }
        assertCommits(plain, options);
    }

    @Test
    void consumersThatSubscribeWithTheGroup() {
        try (KafkaOffsetStore store = KafkaOffsetStore.withoutTransactions(plain, options)) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", PLAIN.bootstrapServers(), "group.id", group.value()),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(ORDERS));
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    consumer.poll(Duration.ofMillis(100));
                    return !consumer.assignment().isEmpty();
                });

                assertRefused(store, "Consumers subscribe with this group", "Stop them");
            }
            await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertCommits(store));
        }
    }

    @Test
    void brokersThatAreNotThere() {
        try (Port free = Port.free()) {
            String nobody = "127.0.0.1:" + free.number();
            try (KafkaOffsetStore store =
                    new KafkaOffsetStore(Map.of("bootstrap.servers", nobody), options.timeout(Duration.ofSeconds(2)))) {

                assertRefused(
                        store,
                        "Kafka at " + nobody,
                        nobody + " accepts no connection (Connection refused)",
                        "Check bootstrap.servers",
                        "security.protocol fits the port (it is PLAINTEXT)");
            }
        }
        assertCommits(plain, options);
    }

    /** No limit of a request is a dead end: requests become smaller until the broker accepts them. */
    @Test
    void commitsOfAnySizeUnderSmallLimits() {
        create("max.message.bytes", "1500");
        alter("__consumer_offsets", "max.message.bytes", "1500");
        try (KafkaOffsetStore transactions = new KafkaOffsetStore(plain, options);
                KafkaOffsetStore without = KafkaOffsetStore.withoutTransactions(plain, options)) {
            Map<TopicPartition, StoredOffset> start = new HashMap<>();
            partitions().forEach(partition -> start.put(partition, StoredOffset.of(0)));

            transactions.initialize(group, start);
            transactions.commit(commit(0, 5));
            without.commit(commit(5, 9));

            assertThat(transactions.load(group, Set.of(ORDERS)).values())
                    .hasSize(100)
                    .allMatch(stored -> stored.offset() == 9);
        } finally {
            alter("__consumer_offsets", "max.message.bytes", "1048588");
        }
    }

    private OffsetCommit commit(long from, long until) {
        return new OffsetCommit(
                group,
                partitions().stream()
                        .map(partition -> new PartitionRange(partition, from, until))
                        .toList());
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, 100)
                .mapToObj(number -> new TopicPartition(ORDERS, number))
                .toList();
    }

    private void assertRefused(OffsetStore store, String... parts) {
        assertThat(failure(() -> store.initialize(group, Map.of(FIRST, StoredOffset.of(0)))))
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .isNotInstanceOf(OffsetConflictException.class)
                .hasMessageStartingWith("Cannot store first offsets of group " + group + " in Kafka at ")
                .hasMessageContainingAll(parts)
                .satisfies(failure ->
                        assertThat(String.valueOf(failure.getMessage())).doesNotContain(PASSWORD));
    }

    private void assertCommitsAsJob(Map<String, Object> settings) {
        SECURED.get(0).allow("job", GROUP, group.value(), READ);
        SECURED.get(0).allow("job", TOPIC, ORDERS, READ);
        SECURED.get(0).allow("job", TOPIC, options.journalTopic(), READ, WRITE, CREATE);
        // brokers learn of permissions a moment later
        await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertCommits(settings, options));
    }

    private void assertCommits(Map<String, Object> settings, KafkaStoreOptions given) {
        try (KafkaOffsetStore store = new KafkaOffsetStore(settings, given)) {
            assertCommits(store);
        }
    }

    private void assertCommits(OffsetStore store) {
        long at = offset(store.initialize(group, Map.of(FIRST, StoredOffset.of(0))));
        store.commit(new OffsetCommit(group, List.of(new PartitionRange(FIRST, at, at + 5))));
        assertThat(offset(store.load(group, Set.of(ORDERS)))).isEqualTo(at + 5);
    }

    private static long offset(Map<TopicPartition, StoredOffset> stored) {
        return Objects.requireNonNull(stored.get(FIRST)).offset();
    }

    private static OffsetStoreException failure(Runnable call) {
        OffsetStoreException failure = catchThrowableOfType(OffsetStoreException.class, call::run);
        assertThat(failure).as("the call's failure").isNotNull();
        return failure;
    }

    private static Map<String, Object> secured() {
        Map<String, Object> settings = new HashMap<>(SECURED.get(0).trust());
        settings.put("bootstrap.servers", SECURED.get(0).address());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put("sasl.jaas.config", login(PASSWORD));
        return settings;
    }

    private static String login(String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"job\" password=\""
                + password + "\";";
    }

    /** A journal with one setting that it should not have. */
    private void create(String setting, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("cleanup.policy", "compact"));
        settings.put(setting, value);
        done(admin.createTopics(List.of(
                        new NewTopic(options.journalTopic(), JournalTopic.PARTITIONS, (short) 1).configs(settings)))
                .all());
    }

    private void alter(String topic, String setting, String value) {
        done(admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                .all());
    }

    private static void done(KafkaFuture<Void> future) {
        try {
            future.get();
        } catch (Exception failure) {
            throw new AssertionError("the state could not be made", failure);
        }
    }
}
