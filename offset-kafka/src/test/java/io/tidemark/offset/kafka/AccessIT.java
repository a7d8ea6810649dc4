package io.tidemark.offset.kafka;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
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
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.servers.secured.SecuredKafka;
import io.tidemark.servers.secured.TestCertificate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who logs in over TLS and may do exactly what the documentation says, and less. */
@Tag("long")
class AccessIT {

    private static final GroupId RECHARGE = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final String JOURNAL = "__tidemark_offsets";
    private static final String PASSWORD = "battery-staple";

    @TempDir
    private static Path directory = Path.of("");

    private static final List<SecuredKafka> STARTED = new ArrayList<>();

    private final SecuredKafka server = STARTED.get(0);
    private final Map<String, Object> operator =
            Map.of("bootstrap.servers", server.server().bootstrapServers());
    private final Admin admin = Admin.create(operator);

    @BeforeAll
    static void start() {
        SecuredKafka server = new SecuredKafka(TestCertificate.in(directory, "broker"));
        STARTED.add(server);
        server.server().createTopic("orders", 1);
        server.addUser("job", PASSWORD);
    }

    @AfterAll
    static void stop() {
        STARTED.forEach(SecuredKafka::close);
    }

    @AfterEach
    void forget() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        SharedKafka.forget(admin, KafkaStoreOptions.defaults());
        admin.close();
    }

    @Test
    void theDocumentedRightsAreEnough() throws Exception {
        allow(GROUP, "recharge", READ);
        allow(TOPIC, "orders", READ);
        allow(TRANSACTIONAL_ID, "tidemark-recharge", WRITE);
        allow(TOPIC, JOURNAL, READ, WRITE, CREATE);

        try (OpenOffsetStore opened = open("transactions")) {
            assertWorks(opened.store());
        }
    }

    @Test
    void withoutTransactionsTheDocumentedRightsAreEnough() throws Exception {
        allow(GROUP, "recharge", READ);
        allow(TOPIC, "orders", READ);
        allow(TOPIC, JOURNAL, READ, WRITE, CREATE);

        try (OpenOffsetStore opened = open("plain")) {
            assertWorks(opened.store());
        }
    }

    @Test
    void aUserWhoOnlyLooksNeedsLess() throws Exception {
        try (KafkaOffsetStore operators = new KafkaOffsetStore(operator)) {
            assertWorks(operators);
        }
        allow(GROUP, "recharge", DESCRIBE);
        allow(TOPIC, "orders", DESCRIBE);
        allow(TOPIC, JOURNAL, READ);

        try (OpenOffsetStore opened = open("transactions")) {
            assertThat(opened.store().load(RECHARGE, Set.of("orders"))).containsOnlyKeys(FIRST);
            assertThat(opened.store().lossReceipts(RECHARGE)).hasSize(1);
        }
    }

    @Test
    void aForbiddenTransactionalIdIsNamedWithTheWayOut() throws Exception {
        allow(GROUP, "recharge", READ);
        allow(TOPIC, "orders", READ);
        allow(TOPIC, JOURNAL, READ, WRITE, CREATE);

        try (OpenOffsetStore opened = open("transactions")) {
            assertThatThrownBy(() -> opened.store().initialize(RECHARGE, Map.of(FIRST, StoredOffset.of(0))))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageStartingWith("Cannot store first offsets of group recharge in Kafka at localhost:")
                    .hasMessageContaining("transactional ids that begin with tidemark-")
                    .hasMessageContaining("KafkaOffsetStore.withoutTransactions");
        }
    }

    @Test
    void aJournalThatMayNotBeCreatedIsNamedWithWhatToCreate() throws Exception {
        allow(GROUP, "recharge", READ);
        allow(TOPIC, "orders", READ);
        allow(TRANSACTIONAL_ID, "tidemark-recharge", WRITE);
        allow(TOPIC, JOURNAL, READ, WRITE);

        try (OpenOffsetStore opened = open("transactions")) {
            assertThatThrownBy(() -> opened.store().initialize(RECHARGE, Map.of(FIRST, StoredOffset.of(0))))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining(JOURNAL)
                    .hasMessageContaining("8 partitions and cleanup.policy=compact");
        }
    }

    @Test
    void aGroupThatMayNotBeReadIsNamed() throws Exception {
        allow(TOPIC, JOURNAL, READ, WRITE, CREATE);

        try (OpenOffsetStore opened = open("transactions")) {
            assertThatThrownBy(() -> opened.store().load(RECHARGE, Set.of("orders")))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("Allow this user READ on the group");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndNeverShown() {
        Map<String, String> settings = settings("transactions");
        settings.put("password", "wrong-" + PASSWORD);

        assertThatThrownBy(() -> OffsetStores.open("kafka://" + server.address(), settings))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("Authentication failed")
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain(PASSWORD));
    }

    @Test
    void noTextShowsAPassword() throws Exception {
        try (OpenOffsetStore opened = open("transactions")) {
            assertThat(opened + " " + opened.store()).doesNotContain(PASSWORD, "correct-horse");
        }
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void assertWorks(OffsetStore store) {
        LossReceipt receipt = new LossReceipt(
                RECHARGE,
                FIRST,
                Optional.empty(),
                5,
                9,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-01-02T03:04:05Z"));
        store.initialize(RECHARGE, Map.of(FIRST, StoredOffset.of(0)));
        store.commit(new OffsetCommit(RECHARGE, List.of(new PartitionRange(FIRST, 0, 5))));
        store.reposition(new OffsetReposition(
                RECHARGE, Map.of(FIRST, Move.to(StoredOffset.of(5), StoredOffset.of(9))), List.of(receipt)));

        assertThat(store.load(RECHARGE, Set.of("orders")).values())
                .extracting(StoredOffset::offset)
                .containsExactly(9L);
        assertThat(store.lossReceipts(RECHARGE)).containsExactly(receipt);
    }

    private OpenOffsetStore open(String mode) {
        return OffsetStores.open("kafka://" + server.address(), settings(mode));
    }

    private Map<String, String> settings(String mode) {
        Map<String, String> settings = new HashMap<>(Map.of("mode", mode, "user", "job", "password", PASSWORD));
        server.trust().forEach((key, value) -> settings.put("kafka." + key, value));
        return settings;
    }

    private void allow(ResourceType type, String name, AclOperation... operations) {
        server.allow("job", type, name, operations);
    }
}
