package io.tidemark.cli.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A cluster's addresses and the settings of a client, which may hold secrets.
 *
 * @param brokers host:port, separated by commas
 * @param settings the settings of a client
 * @param timeout how long to wait for an answer
 */
public record ClusterAddress(String brokers, Map<String, String> settings, Duration timeout) {

    public ClusterAddress {
        settings = Map.copyOf(settings);
    }

    /** Creates a client, and checks that the port uses its protocol. */
    public Cluster connect() {
        return Cluster.connect(brokers, settings, timeout);
    }

    /** The settings of a client, with the addresses. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", brokers);
        all.put("default.api.timeout.ms", (int) timeout.toMillis());
        all.put("request.timeout.ms", (int) timeout.toMillis());
        all.put("max.block.ms", timeout.toMillis());
        return all;
    }

    /** The settings may hold a password. */
    @Override
    public String toString() {
        return "Kafka at " + brokers;
    }
}
