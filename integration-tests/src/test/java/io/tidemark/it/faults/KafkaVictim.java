package io.tidemark.it.faults;

import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** The store on Kafka, on a broker of its own. A broker that cannot write to its only log directory ends itself. */
final class KafkaVictim extends Victim {

    private static final String USER = "job";
    private static final String PASSWORD = "correct";

    private final EmbeddedKafka server;

    KafkaVictim() {
        this(EmbeddedKafka.start(ServerOptions.temporary().setting("sasl.enabled.mechanisms", "SCRAM-SHA-256")));
    }

    private KafkaVictim(EmbeddedKafka server) {
        super(server, WireProtocol.KAFKA, server.saslBootstrapServers(), Set.of("END_TXN"));
        this.server = server;
        restoreCredentials();
    }

    @Override
    Target open(Memory memory) {
        return target(
                OffsetStores.open(
                        "kafka://" + address(),
                        Map.of(
                                "user",
                                USER,
                                "password",
                                PASSWORD,
                                "kafka.sasl.mechanism",
                                "SCRAM-SHA-256",
                                "kafka.security.protocol",
                                "SASL_PLAINTEXT",
                                "timeout",
                                "4s")),
                memory);
    }

    @Override
    Target openDirectly(Memory memory) {
        return target(OffsetStores.open("kafka://" + server.bootstrapServers(), Map.of()), memory);
    }

    private static Target target(OpenOffsetStore opened, Memory memory) {
        return new Target(opened.store(), memory.sink(), memory.sink(), opened::close);
    }

    @Override
    boolean isSink() {
        return false;
    }

    @Override
    void fill() {
        DiskLimit.on(server);
        // it writes a record that says nothing twice a second
        await().atMost(Ground.LIMIT).until(() -> !server.isRunning());
    }

    @Override
    void free() {
        server.restart();
    }

    @Override
    void spoilCredentials() {
        password("other");
    }

    @Override
    void restoreCredentials() {
        password(PASSWORD);
    }

    @Override
    void prepareEmpty() {
        restoreCredentials();
    }

    private void password(String password) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), password)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot set the password on " + server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
