package io.tidemark.offset.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.StatsTrack;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.cli.SetQuotaCommand;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server in states that its documentation describes and a job does not expect. Each test asserts the message, follows
 * its advice, and sees the store commit.
 */
@EmbeddedOnly("a server with settings that containers do not have")
@Tag("long")
class UnusualZooKeeperStatesIT {

    private static final int LARGEST_REQUEST = 40_000;
    private static final String PASSWORD = "correct-horse";

    private static final EmbeddedZooKeeper SERVER = EmbeddedZooKeeper.start(ServerOptions.temporary()
            .setting("jute.maxbuffer", String.valueOf(LARGEST_REQUEST))
            .setting("enforceQuota", "true"));

    private final GroupId group = new GroupId("g-" + UUID.randomUUID());
    private final String root = "/consumers/" + group;
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void openConsumers() {
        Client admin = client();
        if (!admin.zkClient().exists("/consumers")) {
            admin.zkClient().createPersistent("/consumers");
        }
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void aClientWithoutTheIdentityOfTheNodes() {
        assertCommits(user("job").store());
        Client stranger = client();

        assertRefused(stranger.store(), "denies the client access at " + root, "(NOAUTH)", "addAuthInfo");

        stranger.zkClient().addAuthInfo("digest", secret("job"));
        assertCommits(stranger.store());
    }

    @Test
    void aNodeThatTheClientMayOnlyRead() throws Exception {
        Client job = user("job");
        assertCommits(job.store());
        List<ACL> own = List.of(new ACL(Perms.ALL, digest("job")));
        List<ACL> shared = List.of(new ACL(Perms.ALL, digest("job")), new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE));
        for (String path : tree(job)) {
            job.zkClient().setAcl(path, new ArrayList<>(shared));
        }
        OffsetStore other = user("other").store();
        assertThat(other.load(group, Set.of("orders"))).hasSize(1);

        assertRefused(other, "(NOAUTH)", "add the client's identity to the ACL");

        List<ACL> added = new ArrayList<>(own);
        added.add(new ACL(Perms.ALL, digest("other")));
        for (String path : tree(job)) {
            job.zkClient().setAcl(path, added);
        }
        assertCommits(other);
    }

    @Test
    void anAclOfASchemeThatTheServerDoesNotKnow() {
        Client client = client();
        List<ACL> unknown = List.of(new ACL(Perms.ALL, new Id("ldap", "cn=job")));

        assertRefused(
                new ZooKeeperOffsetStore(
                        client.connection(), ZooKeeperStoreOptions.defaults().acl(unknown)),
                "(INVALIDACL)",
                "its schemes must be ones that the servers know");

        assertCommits(new ZooKeeperOffsetStore(
                client.connection(), ZooKeeperStoreOptions.defaults().acl(Ids.OPEN_ACL_UNSAFE)));
    }

    @Test
    void credentialsOfASchemeThatTheServerDoesNotKnow() {
        Client wrong = client();
        wrong.zkClient().addAuthInfo("ldap", secret("job"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> wrong.connection().getZookeeperState() == ZooKeeper.States.AUTH_FAILED);
        assertRefused(wrong.store(), "AUTHFAILED", "Check the scheme and the credentials");

        assertCommits(user("job").store());
    }

    @Test
    void aChrootBelowAMissingNode() {
        String parent = "/missing-" + group;
        Client below = client(SERVER.connectString() + parent + "/kafka");

        assertRefused(below.store(), "the chroot " + parent + "/kafka", "Create the missing node above the chroot");

        client().zkClient().createPersistent(parent);
        assertCommits(below.store());
    }

    @Test
    void aQuotaThatIsUsedUp() throws Exception {
        Client client = client();
        assertCommits(client.store());
        quota(client, "4");
        TopicPartition second = new TopicPartition("orders", 1);

        OffsetStoreException refused =
                failure(() -> client.store().initialize(group, Map.of(second, StoredOffset.of(0))));

        assertThat(refused).hasMessageContainingAll("QUOTAEXCEEDED", "The quota of this node", "setquota of zkCli.sh");
        quota(client, "1000");
        assertThat(client.store().initialize(group, Map.of(second, StoredOffset.of(0))))
                .hasSize(1);
        assertCommits(client.store());
    }

    @Test
    void anEphemeralNodeOfAnotherProgram() {
        Client other = client();
        other.zkClient().create(root, new byte[0], new ArrayList<>(Ids.OPEN_ACL_UNSAFE), CreateMode.EPHEMERAL);
        OffsetStore store = client().store();

        assertRefused(store, "NOCHILDRENFOREPHEMERALS", "Close that program's session");

        other.close();
        assertCommits(store);
    }

    @Test
    void anOffsetThatIsNoNumber() {
        Client client = client();
        client.set(root + "/offsets/orders/0", "many");

        assertRefused(
                client.store(),
                root + "/offsets/orders/0 in ZooKeeper at " + SERVER.connectString(),
                "it holds 'many'",
                "set the node's data to the next offset");

        client.set(root + "/offsets/orders/0", "5");
        assertCommits(client.store());
    }

    @Test
    void aServerThatDoesNotRunAndOneThatIsFrozen() {
        try (EmbeddedZooKeeper own = EmbeddedZooKeeper.start(ServerOptions.temporary())) {
            Client client = client(own.connectString());
            OffsetStore store = new ZooKeeperOffsetStore(
                    client.connection(), ZooKeeperStoreOptions.defaults().timeout(Duration.ofSeconds(2)));
            assertCommits(store);
            own.stop();
            await().until(() -> !client.connection().getZookeeperState().isConnected());

            assertRefused(
                    store,
                    "ZooKeeper at " + own.connectString(),
                    "no connection for 2000 ms",
                    "Check that the servers run");

            own.restart();
            await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertCommits(store));
            own.freeze();

            assertRefused(store, "ZooKeeper at " + own.connectString(), "Check that the servers run");

            own.thaw();
            await().ignoreExceptionsInstanceOf(OffsetStoreException.class)
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertCommits(store));
        }
    }

    /** The server closes the connection and says nothing. A commit of that size is written through the pending node. */
    @Test
    void aCommitLargerThanTheServersLimitAndItsReading() {
        OffsetStore store = client().store();
        store.initialize(group, offsets(400));

        store.commit(commit(400, 0, 5));

        assertThat(client().store().load(group).values()).hasSize(400).allMatch(stored -> stored.offset() == 5);
        store.commit(commit(400, 5, 9));
        assertThat(store.load(group).values()).hasSize(400).allMatch(stored -> stored.offset() == 9);
    }

    @Test
    void aCommitThatNoRequestOfTheServerHoldsIsTooLargeAndNotUnknown() {
        OffsetStore store = client().store();
        for (int from = 0; from < 4_000; from += 250) {
            Map<TopicPartition, StoredOffset> some = new HashMap<>();
            IntStream.range(from, from + 250).forEach(number -> some.put(partition(number), StoredOffset.of(0)));
            store.initialize(group, some);
        }
        // a new client does not know the limit of the server yet
        OffsetStore other = client().store();

        assertThat(failure(() -> other.commit(commit(4_000, 0, 5))))
                .isInstanceOf(BatchTooLargeException.class)
                .hasMessageContainingAll(
                        "Cannot write 4000 partitions",
                        "ZooKeeper at " + SERVER.connectString(),
                        "are allowed (jute.maxbuffer); nothing was written",
                        "Write smaller batches");

        other.commit(commit(250, 0, 5));
        assertThat(other.load(group).values().stream().filter(stored -> stored.offset() == 5))
                .hasSize(250);
    }

    private void assertCommits(OffsetStore store) {
        TopicPartition first = partition(0);
        long at = offset(store.initialize(group, Map.of(first, StoredOffset.of(0))));
        store.commit(new OffsetCommit(group, List.of(new PartitionRange(first, at, at + 5))));
        assertThat(offset(store.load(group, Set.of("orders")))).isEqualTo(at + 5);
    }

    private static long offset(Map<TopicPartition, StoredOffset> stored) {
        return Objects.requireNonNull(stored.get(partition(0))).offset();
    }

    private void assertRefused(OffsetStore store, String... parts) {
        OffsetStoreException refused = failure(() -> {
            long at = offset(store.initialize(group, Map.of(partition(0), StoredOffset.of(0))));
            store.commit(new OffsetCommit(group, List.of(new PartitionRange(partition(0), at, at + 1))));
        });
        assertThat(refused)
                .isNotInstanceOf(CommitOutcomeUnknownException.class)
                .isNotInstanceOf(OffsetConflictException.class)
                .hasMessageContainingAll(parts)
                .satisfies(failure ->
                        assertThat(String.valueOf(failure.getMessage())).doesNotContain(PASSWORD));
    }

    private static OffsetStoreException failure(Runnable call) {
        OffsetStoreException failure = catchThrowableOfType(OffsetStoreException.class, call::run);
        assertThat(failure).as("the call's failure").isNotNull();
        return failure;
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("orders", number);
    }

    private static Map<TopicPartition, StoredOffset> offsets(int partitions) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        IntStream.range(0, partitions).forEach(number -> offsets.put(partition(number), StoredOffset.of(0)));
        return offsets;
    }

    private OffsetCommit commit(int partitions, long from, long until) {
        return new OffsetCommit(
                group,
                IntStream.range(0, partitions)
                        .mapToObj(number -> new PartitionRange(partition(number), from, until))
                        .toList());
    }

    private void quota(Client client, String nodes) throws Exception {
        StatsTrack quota = new StatsTrack();
        quota.setCountHardLimit(Long.parseLong(nodes));
        SetQuotaCommand.createQuota(client.connection().getZookeeper(), root, quota);
    }

    /** The nodes of the group, itself included. */
    private List<String> tree(Client client) {
        List<String> paths = new ArrayList<>(List.of(root));
        for (int index = 0; index < paths.size(); index++) {
            String path = paths.get(index);
            client.children(path).forEach(child -> paths.add(path + "/" + child));
        }
        return paths;
    }

    private static Id digest(String user) throws Exception {
        return new Id("digest", DigestAuthenticationProvider.generateDigest(user + ":" + PASSWORD));
    }

    private static byte[] secret(String user) {
        return (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    }

    private Client client() {
        return client(SERVER.connectString());
    }

    private Client client(String address) {
        Client client = Client.to(address);
        clients.add(client);
        return client;
    }

    private Client user(String name) {
        Client client = client();
        client.zkClient().addAuthInfo("digest", secret(name));
        return client;
    }
}
