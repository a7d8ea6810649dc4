package io.tidemark.offset.kafka;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.kafka.KafkaOffsetStore.Mode;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * Opens stores by URLs such as {@code kafka://kafka1:9092,kafka2:9092}. Settings that begin with {@code kafka.} are
 * passed to Kafka's clients, as in {@code kafka.security.protocol=SASL_SSL}. A user and a password are the credentials
 * of PLAIN or SCRAM.
 *
 * @since 0.1
 */
public final class KafkaStoreProvider implements OffsetStoreProvider {

    private static final String CLIENTS = "kafka.";
    private static final String PLAIN_LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule";

    /** For the service loader. */
    public KafkaStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("kafka");
    }

    @Override
    public String example() {
        return "kafka://host:9092,host:9092";
    }

    @Override
    public OpenOffsetStore open(StoreSettings settings) {
        Map<String, Object> clients = clients(settings);
        KafkaStoreOptions options = options(settings);
        Mode mode = settings.choice("mode", Mode.class).orElse(Mode.TRANSACTIONS);
        if (settings.hosts().isEmpty() || !settings.path().isEmpty()) {
            settings.problem("the URL must name hosts, and nothing after them: kafka://host:9092,host:9092");
        }
        clients.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.hosts());
        settings.requireValid();

        KafkaOffsetStore store = new KafkaOffsetStore(mode, clients, options);
        try {
            store.requireReachable();
        } catch (OffsetStoreException failure) {
            store.close();
            throw failure;
        }
        return new OpenOffsetStore(store, settings.address(), store::close);
    }

    private static KafkaStoreOptions options(StoreSettings settings) {
        KafkaStoreOptions options = KafkaStoreOptions.defaults().writer(settings.writer());
        Optional<Duration> timeout = settings.duration("timeout");
        Optional<String> journal = settings.text("journal");
        Optional<String> prefix = settings.text("transactional-id-prefix");
        try {
            options = timeout.isPresent() ? options.timeout(timeout.get()) : options;
            options = journal.isPresent() ? options.journalTopic(journal.get()) : options;
        } catch (IllegalArgumentException wrong) {
            settings.problem(String.valueOf(wrong.getMessage()));
        }
        return prefix.isPresent() ? options.transactionalIdPrefix(prefix.get()) : options;
    }

    private static Map<String, Object> clients(StoreSettings settings) {
        Map<String, Object> clients = new HashMap<>();
        settings.startingWith(CLIENTS)
                .forEach((key, value) -> clients.put(
                        key, isSecret(key) ? settings.secret(CLIENTS + key).orElse("") : value));
        Optional<String> user = settings.text("user");
        Optional<String> password = settings.secret("password");
        if (user.isPresent() != settings.text("password").isPresent()) {
            settings.problem("user and password must be set together, but only one of them is set");
        }
        user.ifPresent(name -> password.ifPresent(secret -> logIn(name, secret, clients, settings)));
        return clients;
    }

    private static boolean isSecret(String key) {
        return key.endsWith("password") || key.endsWith(SaslConfigs.SASL_JAAS_CONFIG) || key.endsWith(".key");
    }

    private static void logIn(String user, String password, Map<String, Object> clients, StoreSettings settings) {
        if (clients.containsKey(SaslConfigs.SASL_JAAS_CONFIG)) {
            settings.problem("user and password cannot be combined with kafka.sasl.jaas.config");
        }
        Object mechanism = clients.computeIfAbsent(SaslConfigs.SASL_MECHANISM, unset -> "SCRAM-SHA-512");
        clients.computeIfAbsent(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, unset -> "SASL_SSL");
        String module = mechanism.equals("PLAIN") ? PLAIN_LOGIN : SCRAM_LOGIN;
        clients.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                module + " required username=" + quoted(user) + " password=" + quoted(password) + ";");
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
