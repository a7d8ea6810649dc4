package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.spark.ManagedStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job whose every server wants a login with just the rights that it needs, and is reached over TLS: MySQL, Redis (a
 * user with an ACL), Kafka (SASL/SCRAM); ZooKeeper with a digest. And what it says with a wrong password, or where it
 * meets another server than the one that it trusts.
 */
@Tag("long")
class SecuredIT {

    private static final int PARTITIONS = 2;
    private static final GroupId STRANGER = new GroupId("stranger");

    private static final List<SecuredServers> STARTED = new ArrayList<>();

    private final SecuredServers servers = STARTED.get(0);

    @BeforeAll
    static void start(@TempDir Path directory) {
        STARTED.add(SecuredServers.start(directory));
    }

    @AfterAll
    static void stop() {
        STARTED.forEach(SecuredServers::close);
    }

    @ParameterizedTest
    @EnumSource
    void aJobRunsWithJustTheRightsThatItNeeds(Store kind) {
        String topic = servers.newTopic(PARTITIONS);
        String group = "secured-" + kind;
        servers.allowJob(group, topic);
        servers.produce(topic, PARTITIONS, 0, 30);
        try (OpenOffsetStore opened = servers.open(kind, SecuredServers.PASSWORD, SecuredServers.Trust.RIGHT);
                SecuredServers.Sink sink = servers.sink(SecuredServers.PASSWORD, SecuredServers.Trust.RIGHT);
                ManagedStream stream = servers.start(opened.store(), sink, group, topic)) {
            SortedMap<Integer, Long> all = Job.onceEach(0, 60);
            await().atMost(Job.LONG).until(() -> sink.counted(group).size() == 30 || !stream.isRunning());
            servers.produce(topic, PARTITIONS, 30, 60);
            await().atMost(Job.LONG).until(() -> sink.counted(group).equals(all) || !stream.isRunning());
            await().atMost(Job.LONG).until(() -> total(opened, group, topic) == 60 || !stream.isRunning());
            assertThat(stream.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordEndsInAnErrorThatNamesTheServerAndNoPassword(Store kind) {
        // ZooKeeper takes any digest: what does not fit is denied at the nodes
        servers.prepare(kind);

        assertThatThrownBy(
                        () -> useUp(servers.open(kind, "not-" + SecuredServers.PASSWORD, SecuredServers.Trust.RIGHT)))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(servers.address(kind))
                .satisfies(SecuredIT::assertNoSecret);
    }

    @ParameterizedTest
    @EnumSource(names = {"MYSQL", "KAFKA"})
    void aServerWithAnotherCertificateIsNotUsedAndIsNamed(Store kind) {
        assertThatThrownBy(() -> useUp(servers.open(kind, SecuredServers.PASSWORD, SecuredServers.Trust.WRONG)))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(servers.address(kind))
                .hasStackTraceContaining(kind == Store.KAFKA ? "PKIX path" : "trust anchors")
                .satisfies(SecuredIT::assertNoSecret);
    }

    @Test
    void aSinkWithAWrongPasswordOrCertificateSaysSo() {
        for (SecuredServers.Trust trust : SecuredServers.Trust.values()) {
            boolean trusted = trust == SecuredServers.Trust.RIGHT;
            try (SecuredServers.Sink sink = servers.sink((trusted ? "not-" : "") + SecuredServers.PASSWORD, trust)) {
                assertThatThrownBy(() -> sink.sink().load(STRANGER, Set.of("orders")))
                        .isInstanceOf(OffsetStoreException.class)
                        .hasStackTraceContaining(trusted ? "WRONGPASS" : "PKIX path")
                        .satisfies(SecuredIT::assertNoSecret);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamDoesNotStartOnABrokerThatItMayNotEnter(SecuredServers.Trust trust) {
        boolean trusted = trust == SecuredServers.Trust.RIGHT;
        String password = (trusted ? "not-" : "") + SecuredServers.PASSWORD;

        assertThatThrownBy(() -> servers.startWithoutSink(new InMemoryOffsetStore(), password, trust)
                        .close())
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(servers.address(Store.KAFKA))
                .hasStackTraceContaining(trusted ? "Authentication failed" : "PKIX path")
                .satisfies(SecuredIT::assertNoSecret);
    }

    private static void useUp(OpenOffsetStore opened) {
        try (opened) {
            opened.store().initialize(STRANGER, Map.of(new TopicPartition("orders", 0), StoredOffset.of(0)));
        }
    }

    private static long total(OpenOffsetStore opened, String group, String topic) {
        return opened.store().load(new GroupId(group), Set.of(topic)).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }

    private static void assertNoSecret(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain(SecuredServers.PASSWORD);
    }
}
