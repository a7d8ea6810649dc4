package io.tidemark.cli;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker with two more listeners: one that advertises a port on which nobody listens, and one that requires a login
 * and has permissions.
 */
final class BrokenKafka implements AutoCloseable {

    static final String USER = "job";
    static final String PASSWORD = "a password";

    private final int misadvertised = freePort();
    private final int nobody = freePort();
    private final int users = freePort();
    private final EmbeddedKafka kafka = EmbeddedKafka.start(ServerOptions.temporary()
            .setting("listeners", "WRONG://127.0.0.1:" + misadvertised + ",USERS://127.0.0.1:" + users)
            .setting("advertised.listeners", "WRONG://127.0.0.1:" + nobody + ",USERS://127.0.0.1:" + users)
            .setting(
                    "listener.security.protocol.map",
                    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,WRONG:PLAINTEXT,USERS:SASL_PLAINTEXT")
            .setting("listener.name.users.sasl.enabled.mechanisms", "SCRAM-SHA-512")
            .setting(
                    "listener.name.users.scram-sha-512.sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;")
            .setting("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .setting("super.users", "User:ANONYMOUS"));

    BrokenKafka() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4_096), PASSWORD)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("Cannot create the user", e);
        }
    }

    /** The listener that works. */
    String address() {
        return kafka.bootstrapServers();
    }

    /** The listener whose advertised address is wrong. */
    String misadvertised() {
        return "127.0.0.1:" + misadvertised;
    }

    /** The listener that requires a login. */
    String users() {
        return "127.0.0.1:" + users;
    }

    void createTopic(String topic) {
        kafka.createTopic(topic, 1);
    }

    void allow(ResourceType kind, String name, AclOperation... operations) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (AclOperation operation : operations) {
                admin.createAcls(List.of(new AclBinding(
                                new ResourcePattern(kind, name, PatternType.LITERAL),
                                new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW))))
                        .all()
                        .get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("Cannot change the permissions", e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
