package io.tidemark.offset.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what: the ACLs of the nodes that the store makes, and what it says where it is denied. */
class AccessIT {

    private static final GroupId GROUP = new GroupId("secret");
    private static final Set<String> TOPICS = Set.of("orders");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster", new Uuid(1, 2));
    private static final String PASSWORD = "correct-horse";

    private final String address = SharedZooKeeper.address() + SharedZooKeeper.unusedChroot();
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void makeChroot() {
        // open to all, as an operator would leave it
        client().zkClient().createPersistent("/");
        client().zkClient().createPersistent("/consumers");
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    @Test
    void whatAClientWithoutIdentityMakesIsOpen() {
        Client plain = client();
        useAll(plain.store());

        for (String path : allNodes(plain)) {
            assertThat(acl(plain, path)).as(path).isEqualTo(Ids.OPEN_ACL_UNSAFE);
        }
    }

    @Test
    void whatAClientWithAnIdentityMakesIsItsOwn() throws Exception {
        Client owner = client("job");
        useAll(owner.store());

        List<ACL> own = List.of(new ACL(Perms.ALL, digest("job")));
        List<String> nodes = allNodes(owner);
        assertThat(nodes).hasSizeGreaterThan(8);
        for (String path : nodes) {
            assertThat(acl(owner, path)).as(path).isEqualTo(own);
        }
    }

    @Test
    void aGivenAclIsTheAclOfEveryNewNode() throws Exception {
        Client owner = client("job");
        List<ACL> given = List.of(new ACL(Perms.ALL, digest("job")), new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE));
        useAll(new ZooKeeperOffsetStore(
                owner.connection(), ZooKeeperStoreOptions.defaults().acl(given)));

        for (String path : allNodes(owner)) {
            assertThat(acl(owner, path)).as(path).containsExactlyInAnyOrderElementsOf(given);
        }
        assertThat(client().store().load(GROUP, TOPICS)).hasSize(2);
    }

    @Test
    void whoIsDeniedReadsWhichNodeAndWhatToDoAndNoSecret() {
        useAll(client("job").store());
        OffsetStore stranger = client("stranger").store();

        assertDenied(() -> stranger.load(GROUP, TOPICS));
        assertDenied(() -> stranger.commit(commit(9, 10)));
        assertDenied(() -> stranger.initialize(GROUP, Map.of(new TopicPartition("orders", 2), StoredOffset.of(0))));
        assertDenied(() -> stranger.reposition(new OffsetReposition(
                GROUP, Map.of(FIRST, Move.to(StoredOffset.of(9), StoredOffset.of(1))), List.of())));
        assertDenied(() -> stranger.lossReceipts(GROUP));
    }

    private static void assertDenied(Runnable call) {
        assertThatThrownBy(call::run)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("the server denies the client access at /consumers/secret")
                .hasMessageContaining("(NOAUTH)")
                .satisfies(failure -> {
                    for (Throwable at = failure; at != null; at = at.getCause()) {
                        assertThat(at.toString()).doesNotContain(PASSWORD).doesNotContain("digest");
                    }
                });
    }

    @Test
    void aReaderWithoutTheRightToWriteLoadsAndIsDeniedCommits() throws Exception {
        Client owner = client("job");
        List<ACL> given = List.of(new ACL(Perms.ALL, digest("job")), new ACL(Perms.READ, digest("reader")));
        useAll(new ZooKeeperOffsetStore(
                owner.connection(), ZooKeeperStoreOptions.defaults().acl(given)));
        OffsetStore reader = client("reader").store();

        assertThat(reader.load(GROUP, TOPICS)).hasSize(2);
        assertThat(reader.lossReceipts(GROUP)).hasSize(1);
        assertDenied(() -> reader.commit(commit(9, 10)));
    }

    @Test
    void theRightsOfTheDocumentationSuffice() throws Exception {
        // the operator makes the group's node; the job may create below it, read, write and delete, and nothing above
        Client operator = client("operator");
        operator.zkClient().setAcl("/consumers", Arrays.asList(new ACL(Perms.ALL, digest("operator"))));
        operator.zkClient().createPersistent("/consumers/secret");
        int rights = Perms.CREATE | Perms.READ | Perms.WRITE | Perms.DELETE;
        List<ACL> jobs = Arrays.asList(new ACL(Perms.ALL, digest("operator")), new ACL(rights, digest("job")));
        operator.zkClient().setAcl("/consumers/secret", jobs);

        useAll(new ZooKeeperOffsetStore(
                client("job").connection(), ZooKeeperStoreOptions.defaults().acl(jobs)));

        assertThat(operator.get("/consumers/secret/offsets/orders/0")).isEqualTo("9");
    }

    @Test
    void optionsAndStoreShowNoIdentity() throws Exception {
        ZooKeeperStoreOptions options =
                ZooKeeperStoreOptions.defaults().acl(List.of(new ACL(Perms.ALL, digest("job"))));

        assertThat(options.toString())
                .contains("1 entries")
                .doesNotContain("job")
                .doesNotContain("digest");
        assertThat(client("job").store().toString()).doesNotContain(PASSWORD).contains("127.0.0.1");
    }

    /** Everything that makes nodes: first offsets, later ones, identities, receipts, commits, removals. */
    private static void useAll(OffsetStore store) {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0, IDENTITY)));
        store.initialize(GROUP, Map.of(SECOND, StoredOffset.of(9), new TopicPartition("gone", 0), StoredOffset.of(1)));
        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, 0, 5))));
        store.reposition(new OffsetReposition(
                GROUP,
                Map.of(
                        FIRST,
                        Move.to(StoredOffset.of(5, IDENTITY), StoredOffset.of(9, IDENTITY)),
                        new TopicPartition("gone", 0),
                        Move.removal(StoredOffset.of(1))),
                List.of(new LossReceipt(
                        GROUP,
                        FIRST,
                        Optional.of(IDENTITY),
                        5,
                        9,
                        LossReceipt.Reason.EXPIRED,
                        OutOfRangePolicy.EARLIEST,
                        Instant.EPOCH))));
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, from, until)));
    }

    /** The nodes of the group, itself included. */
    private static List<String> allNodes(Client client) {
        List<String> paths = new ArrayList<>(List.of("/consumers/secret"));
        for (int index = 0; index < paths.size(); index++) {
            String path = paths.get(index);
            client.children(path).forEach(child -> paths.add(path + "/" + child));
        }
        return paths;
    }

    private static List<ACL> acl(Client client, String path) {
        return client.zkClient().getAcl(path).getKey();
    }

    private static Id digest(String user) throws Exception {
        return new Id("digest", DigestAuthenticationProvider.generateDigest(user + ":" + PASSWORD));
    }

    private Client client() {
        Client client = Client.to(address);
        clients.add(client);
        return client;
    }

    private Client client(String user) {
        Client client = client();
        client.zkClient().addAuthInfo("digest", (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return client;
    }
}
