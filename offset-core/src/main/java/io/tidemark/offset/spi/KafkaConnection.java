package io.tidemark.offset.spi;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.ProtocolProbe.Speech;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a cluster and the security protocol of its clients. It creates texts for messages, and checks
 * whether the port uses the same protocol. Kafka's own clients do not check this: they wait until their timeout. If the
 * port uses TLS and the client does not, they even interpret the answer as the length of a response and allocate as
 * much memory.
 *
 * <p>Holds no secret. Immutable.
 *
 * @since 0.1
 */
public final class KafkaConnection {

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final int MOST_PROBED = 5;

    private final List<String> brokers;
    private final String protocol;

    private KafkaConnection(List<String> brokers, String protocol) {
        this.brokers = brokers;
        this.protocol = protocol;
    }

    /**
     * The connection of a client with these settings.
     *
     * @param settings the client's settings, of which {@code bootstrap.servers} and {@code security.protocol} are read
     */
    public static KafkaConnection of(Map<String, ?> settings) {
        Object servers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        List<String> brokers = new ArrayList<>();
        if (servers instanceof Collection<?> several) {
            several.forEach(one -> brokers.add(String.valueOf(one).strip()));
        } else if (servers != null) {
            for (String one : servers.toString().split(",", -1)) {
                brokers.add(one.strip());
            }
        }
        brokers.removeIf(String::isEmpty);
        Object given = settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        return new KafkaConnection(
                List.copyOf(brokers),
                given == null ? "PLAINTEXT" : given.toString().strip().toUpperCase(Locale.ROOT));
    }

    /** The addresses, separated by commas. */
    public String brokers() {
        return String.join(",", brokers);
    }

    /**
     * Refuses a security protocol that differs from the port's, before a client is created with it. An address that
     * cannot be reached within two seconds is not refused.
     *
     * @param what the purpose of the client, as in {@code "read the topics of group recharge"}
     * @throws OffsetStoreException if an address uses TLS and this client does not, or the other way round, or if it
     *     requires SASL and this client does not use it
     */
    public void requireProtocol(String what) {
        mismatch().ifPresent(mismatch -> {
            throw new OffsetStoreException("Cannot " + what + " in " + this + ": " + mismatch);
        });
    }

    /**
     * A port whose protocol differs from the client's.
     *
     * @param problem the port's protocol and the client's
     * @param remedy the recommended action, as a sentence without its full stop
     */
    public record Mismatch(String problem, String remedy) {

        @Override
        public String toString() {
            return problem + ". " + remedy;
        }
    }

    /**
     * Why no connection can be made from this machine to an address, after at most two seconds.
     *
     * @param address host and port, as in {@code broker-1:9092}
     * @return one clause for messages; empty if the port accepts connections
     */
    public static Optional<String> unreachable(String address) {
        return ProtocolProbe.unreachable(address, PROBE_LIMIT);
    }

    /** The addresses, one by one. */
    public List<String> addresses() {
        return brokers;
    }

    /**
     * The reason of a failure and its remedy, for the end of a message.
     *
     * @param failure the exception of a client of this cluster
     * @return the failure's own message; if it only reports a missing answer, also the current state of the addresses;
     *     then the remedy, if one is known
     */
    public String explain(Throwable failure) {
        return explain(failure, "");
    }

    /**
     * The same with a consequence between the reason and the remedy.
     *
     * @param failure the exception of a client of this cluster
     * @param consequence as in {@code "; nothing was applied"}
     */
    public String explain(Throwable failure, String consequence) {
        String words = KafkaRemedies.words(failure);
        if (!tellsNothing(failure)) {
            return words + consequence + remedy(failure);
        }
        Optional<Mismatch> mismatch = mismatch();
        if (mismatch.isPresent()) {
            return words + consequence + "; " + mismatch.get();
        }
        return words + consequence
                + unreachable().map(addresses -> "; " + addresses).orElse("") + remedy(failure) + " (it is " + protocol
                + ")";
    }

    private static String remedy(Throwable failure) {
        return KafkaRemedies.of(failure).map(remedy -> ". " + remedy).orElse("");
    }

    private static boolean tellsNothing(Throwable failure) {
        int depth = 0;
        for (@Nullable Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof TimeoutException
                    || cause instanceof DisconnectException
                    || cause instanceof java.util.concurrent.TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /**
     * The first address whose port does not use the client's security protocol. Addresses that cannot be reached within
     * two seconds are skipped.
     */
    public Optional<Mismatch> mismatch() {
        boolean tls = protocol.endsWith("SSL");
        for (String broker : probed()) {
            Speech speech = ProtocolProbe.of(broker, tls, PROBE_LIMIT);
            if (speech == Speech.TLS && !tls) {
                return Optional.of(new Mismatch(
                        broker + " uses TLS, but security.protocol is " + protocol,
                        "Set security.protocol to "
                                + (protocol.startsWith("SASL") ? "SASL_SSL" : "SSL or SASL_SSL")
                                + ", or connect to the port of a listener without TLS"));
            }
            if ((speech == Speech.PLAIN || speech == Speech.SASL) && tls) {
                return Optional.of(new Mismatch(
                        broker + " does not use TLS, but security.protocol is " + protocol,
                        "Set security.protocol to " + protocol.replace("SSL", "PLAINTEXT")
                                + ", or connect to the port of a listener with TLS"));
            }
            if (speech == Speech.SASL && !protocol.startsWith("SASL")) {
                return Optional.of(new Mismatch(
                        broker + " requires SASL, but security.protocol is " + protocol,
                        "Set security.protocol to SASL_" + protocol + ", and sasl.mechanism and sasl.jaas.config"));
            }
        }
        return Optional.empty();
    }

    private Optional<String> unreachable() {
        String found = probed().stream()
                .flatMap(broker -> unreachable(broker).stream())
                .collect(Collectors.joining(", "));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private List<String> probed() {
        return brokers.subList(0, Math.min(brokers.size(), MOST_PROBED));
    }

    /** As in {@code Kafka at broker-1:9092,broker-2:9092}. */
    @Override
    public String toString() {
        return brokers.isEmpty() ? "Kafka" : "Kafka at " + brokers();
    }
}
