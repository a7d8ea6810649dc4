package io.tidemark.servers.secured;

import io.tidemark.embedded.process.Port;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestKafka;
import io.tidemark.servers.TestServerException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker with two doors: that of operators, who may do all and are asked nothing, and one with TLS and SASL/SCRAM,
 * behind which nothing is allowed but by ACLs.
 */
public final class SecuredKafka implements AutoCloseable {

    private static final int ITERATIONS = 4_096;

    private final Port users = Port.free();
    private final TestCertificate certificate;
    private final TestKafka server;

    /** Starts one that shows a certificate to its users. */
    public SecuredKafka(TestCertificate certificate) {
        this.certificate = certificate;
        String door = "listener.name.users.";
        this.server = TestKafka.start(ServerSetup.standard()
                .port(users.number())
                .setting("listeners", "USERS://127.0.0.1:" + users.number())
                .setting("advertised.listeners", "USERS://localhost:" + users.number())
                .setting("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,USERS:SASL_SSL")
                .setting("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .setting("super.users", "User:ANONYMOUS")
                .setting(door + "sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .setting(
                        door + "scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .file("ssl.keystore.location", certificate.keyStore())
                .setting("ssl.keystore.password", certificate.password())
                .setting("ssl.keystore.type", "PKCS12"));
    }

    /** The server, through the operators' door. */
    public TestKafka server() {
        return server;
    }

    /** Where users connect. */
    public String address() {
        return "localhost:" + users.number();
    }

    /** What makes users trust the broker. */
    public Map<String, String> trust() {
        return trust(certificate);
    }

    /** What makes clients trust a certificate. */
    public static Map<String, String> trust(TestCertificate certificate) {
        return Map.of(
                "ssl.truststore.location",
                certificate.trustStore().toString(),
                "ssl.truststore.password",
                certificate.password(),
                "ssl.truststore.type",
                "PKCS12");
    }

    /** Makes a user, who may do nothing yet. */
    public void addUser(String name, String password) {
        asOperator(admin -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password)))
                .all());
    }

    /** Allows a user operations on whatever name of a kind. */
    public void allow(String user, ResourceType kind, String name, AclOperation... operations) {
        ResourcePattern resource = new ResourcePattern(kind, name, PatternType.LITERAL);
        asOperator(admin -> admin.createAcls(Arrays.stream(operations)
                        .map(operation -> new AclBinding(
                                resource,
                                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                        .toList())
                .all());
    }

    private interface Request {
        KafkaFuture<Void> send(Admin admin);
    }

    private void asOperator(Request request) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            request.send(admin).get();
        } catch (ExecutionException failure) {
            throw new TestServerException("Cannot change who may use " + server, failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new TestServerException("Cannot change who may use " + server, interruption);
        }
    }

    @Override
    public void close() {
        server.close();
        users.close();
    }
}
