package io.tidemark.cli.doctor;

import io.tidemark.cli.cluster.ClusterAddress;
import io.tidemark.offset.spi.KafkaConnection;
import io.tidemark.offset.spi.KafkaConnection.Mismatch;
import io.tidemark.offset.spi.KafkaRemedies;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.utils.Utils;

/** Checks whether a client on this machine can use the brokers: names, ports, protocol, login, advertised addresses. */
final class BrokerChecks {

    private static final String ADDRESSES = "addresses";
    private static final String PROTOCOL = "protocol";
    private static final String LOGIN = "login";
    private static final String ADVERTISED = "advertised-listeners";

    private final ClusterAddress cluster;
    private final Findings findings;

    BrokerChecks(ClusterAddress cluster, Findings findings) {
        this.cluster = cluster;
        this.findings = findings;
    }

    /**
     * Runs the checks.
     *
     * @return whether a client can use the cluster
     */
    boolean run() {
        Map<String, Object> settings = new TreeMap<>(cluster.settings());
        settings.put("bootstrap.servers", cluster.brokers());
        KafkaConnection connection = KafkaConnection.of(settings);
        Optional<String> reachable = reachable(connection);
        if (reachable.isEmpty()) {
            return skipAfter(ADDRESSES);
        }
        Optional<Mismatch> mismatch = connection.mismatch();
        if (mismatch.isPresent()) {
            findings.problem(PROTOCOL, mismatch.get().problem(), mismatch.get().remedy());
            return skipAfter(PROTOCOL);
        }
        findings.ok(PROTOCOL, "the port uses the security protocol of this client");
        Optional<BrokerMetadata> metadata = login(reachable.get());
        return metadata.isPresent() ? advertised(reachable.get(), metadata.get()) : skipAfter(LOGIN);
    }

    /** The first address that accepts connections. */
    private Optional<String> reachable(KafkaConnection connection) {
        List<String> reachable = new ArrayList<>();
        List<String> unreachable = new ArrayList<>();
        for (String address : connection.addresses()) {
            Optional<String> reason = KafkaConnection.unreachable(address);
            reason.ifPresentOrElse(unreachable::add, () -> reachable.add(address));
        }
        if (reachable.isEmpty()) {
            findings.problem(
                    ADDRESSES,
                    unreachable.isEmpty() ? "no broker is named" : String.join("; ", unreachable),
                    "Correct --bootstrap-server, start the brokers, or open the port between this machine and them");
        } else if (!unreachable.isEmpty()) {
            findings.warning(
                    ADDRESSES,
                    String.join("; ", unreachable) + "; " + String.join(", ", reachable) + " can be reached",
                    "Start the missing broker, or remove its address from bootstrap.servers");
        } else {
            findings.ok(
                    ADDRESSES,
                    String.join(", ", reachable) + (reachable.size() == 1 ? " accepts" : " accept") + " connections");
        }
        return reachable.stream().findFirst();
    }

    private Optional<BrokerMetadata> login(String address) {
        try {
            BrokerMetadata metadata = BrokerMetadata.read(address, cluster.settings(), cluster.timeout());
            findings.ok(
                    LOGIN,
                    address + " answers this client: cluster " + metadata.clusterId() + " with "
                            + metadata.brokers().size() + (metadata.brokers().size() == 1 ? " broker" : " brokers"));
            return Optional.of(metadata);
        } catch (KafkaException e) {
            findings.problem(
                    LOGIN,
                    address + " does not accept this client: " + KafkaRemedies.words(e),
                    KafkaRemedies.of(e).orElse("Check security.protocol and the credentials in --command-config"));
            return Optional.empty();
        }
    }

    private boolean advertised(String asked, BrokerMetadata metadata) {
        List<String> wrong = new ArrayList<>();
        for (Node broker : metadata.brokers()) {
            String address = broker.host() + ":" + broker.port();
            whyUnusable(asked, address, metadata.clusterId())
                    .ifPresent(reason ->
                            wrong.add("broker " + broker.id() + " advertises " + address + ", but " + reason));
        }
        if (wrong.isEmpty()) {
            findings.ok(ADVERTISED, "every broker can be reached under the address that it advertises");
            return true;
        }
        findings.problem(
                ADVERTISED,
                asked + " answers, but " + String.join("; ", wrong),
                "Set advertised.listeners of these brokers to a name and a port that this machine and all Spark"
                        + " executors can reach. A broker in a container needs two listeners: one for other containers,"
                        + " and one for clients outside");
        return false;
    }

    private Optional<String> whyUnusable(String asked, String address, String clusterId) {
        Optional<String> unreachable = KafkaConnection.unreachable(address);
        if (unreachable.isPresent() || address.equals(asked)) {
            return unreachable;
        }
        if (isLoopback(Utils.getHost(address)) && !isLoopback(Utils.getHost(asked))) {
            return Optional.of("that address is this machine itself");
        }
        try {
            String found = BrokerMetadata.read(address, cluster.settings(), cluster.timeout())
                    .clusterId();
            return found.equals(clusterId)
                    ? Optional.empty()
                    : Optional.of("another cluster answers there, " + found + " instead of " + clusterId);
        } catch (KafkaException e) {
            return Optional.of(KafkaRemedies.words(e));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean skipAfter(String failed) {
        List<String> checks = List.of(ADDRESSES, PROTOCOL, LOGIN, ADVERTISED);
        checks.subList(checks.indexOf(failed) + 1, checks.size())
                .forEach(check -> findings.skipped(check, "not checked, because of " + failed));
        return false;
    }
}
