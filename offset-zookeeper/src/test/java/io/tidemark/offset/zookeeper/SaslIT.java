package io.tidemark.offset.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.I0Itec.zkclient.ZkConnection;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.auth.DigestLoginModule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that log in with SASL, on a server in this JVM, whose logins are set here and nowhere else. */
@EmbeddedOnly("a server with SASL")
class SaslIT {

    private static final GroupId GROUP = new GroupId("sasl");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final String PASSWORD = "battery-staple";
    private static final String PROVIDER = "zookeeper.authProvider.1";
    // in which the client refuses MD5; Kerberos, which it accepts, takes a server of its own
    private static final String FIPS_MODE = "zookeeper.fips-mode";

    private final @Nullable Configuration before = configuration();
    private final NIOServerCnxnFactory connections = new NIOServerCnxnFactory();

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        System.setProperty(PROVIDER, "org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
        System.setProperty(FIPS_MODE, "false");
        loginAs("job", PASSWORD);
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        connections.startup(new ZooKeeperServer(directory.toFile(), directory.toFile(), 500));
    }

    @AfterEach
    void stop() {
        connections.shutdown();
        System.clearProperty(PROVIDER);
        System.clearProperty(FIPS_MODE);
        Configuration.setConfiguration(before);
    }

    @Test
    void whatALoggedInClientMakesIsItsOwnAndNobodyElses() {
        try (Client job = Client.to(address())) {
            OffsetStore store = job.store();
            store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
            store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, 5, 8))));

            assertThat(job.get("/consumers/sasl/offsets/orders/0")).isEqualTo("8");
            assertThat(job.zkClient().getAcl("/consumers/sasl/offsets/orders/0").getKey())
                    .containsExactly(new ACL(Perms.ALL, new Id("sasl", "job")));
        }
        loginAs("other", PASSWORD);
        // without ZkClient, which waits to be told of the login, and on a busy machine has waited in vain
        ZkConnection other = new ZkConnection(address(), 6_000);
        other.connect(event -> {});
        try {
            OffsetStore store = new ZooKeeperOffsetStore(other, ZooKeeperStoreOptions.defaults());

            assertThatThrownBy(() -> store.load(GROUP, Set.of("orders")))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("the server denies the client access at /consumers/sasl");
        } finally {
            close(other);
        }
    }

    @Test
    void aLoginThatIsNotAcceptedIsToldAtOnce() {
        loginAs("job", "wrong");
        ZkConnection connection = new ZkConnection(address(), 6_000);
        connection.connect(event -> {});
        try {
            OffsetStore store = new ZooKeeperOffsetStore(
                    connection, ZooKeeperStoreOptions.defaults().timeout(Duration.ofMinutes(2)));

            assertThatThrownBy(() -> store.load(GROUP, Set.of("orders")))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("the server does not accept the client's credentials (AUTHFAILED)")
                    .hasMessageNotContaining("wrong");
        } finally {
            close(connection);
        }
    }

    private static void close(ZkConnection connection) {
        try {
            connection.close();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private String address() {
        return "127.0.0.1:" + connections.getLocalPort();
    }

    private static @Nullable Configuration configuration() {
        try {
            return Configuration.getConfiguration();
        } catch (SecurityException none) {
            return null;
        }
    }

    /** Sets the logins of this JVM: the client's, and the users that the server knows. */
    private static void loginAs(String user, String password) {
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
                return switch (name) {
                    case "Server" -> login(Map.of("user_job", PASSWORD, "user_other", PASSWORD));
                    case "Client" -> login(Map.of("username", user, "password", password));
                    default -> null;
                };
            }
        });
    }

    private static AppConfigurationEntry[] login(Map<String, String> options) {
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(DigestLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
    }
}
