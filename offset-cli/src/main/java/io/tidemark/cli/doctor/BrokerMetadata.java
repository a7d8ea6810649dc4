package io.tidemark.cli.doctor;

import io.tidemark.offset.spi.KafkaRemedies;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * Requests the list of brokers from one address, and from no other. Kafka's public clients cannot do that: after their
 * first answer they connect to the advertised addresses only, and time out if these are wrong. Therefore this class
 * uses the network layer of Kafka's clients, which is not part of their public API.
 *
 * @param clusterId the id of the cluster
 * @param brokers the brokers with the addresses that they advertise for this listener
 */
record BrokerMetadata(String clusterId, List<Node> brokers) {

    private static final int BOOTSTRAP_ID = -1;

    BrokerMetadata {
        brokers = List.copyOf(brokers);
    }

    /**
     * Connects to an address, authenticates, and requests the brokers.
     *
     * @param settings the settings of a client; {@code bootstrap.servers} is ignored
     * @throws KafkaException if the address does not answer in time, or refuses the client
     */
    static BrokerMetadata read(String address, Map<String, String> settings, Duration timeout) {
        Map<String, Object> own = new HashMap<>(settings);
        own.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
        AdminClientConfig config = new AdminClientConfig(own);
        Node node = new Node(BOOTSTRAP_ID, Utils.getHost(address), Utils.getPort(address));
        try (Metrics metrics = new Metrics();
                NetworkClient client = ClientUtils.createNetworkClient(
                        config,
                        "tidemark-doctor",
                        metrics,
                        "doctor",
                        new LogContext(),
                        new ApiVersions(),
                        Time.SYSTEM,
                        1,
                        (int) timeout.toMillis(),
                        new ManualMetadataUpdater(List.of(node)),
                        new DefaultHostResolver())) {
            if (!NetworkClientUtils.awaitReady(client, node, Time.SYSTEM, timeout.toMillis())) {
                throw new org.apache.kafka.common.errors.TimeoutException(
                        address + " did not accept the client within " + timeout.toMillis() + " ms");
            }
            ClientRequest request = client.newClientRequest(
                    node.idString(),
                    new MetadataRequest.Builder(List.of(), false),
                    Time.SYSTEM.milliseconds(),
                    true,
                    (int) timeout.toMillis(),
                    null);
            MetadataResponse response =
                    (MetadataResponse) NetworkClientUtils.sendAndReceive(client, request, Time.SYSTEM)
                            .responseBody();
            return new BrokerMetadata(response.clusterId(), List.copyOf(response.brokers()));
        } catch (IOException e) {
            throw new org.apache.kafka.common.errors.DisconnectException(
                    address + " closed the connection: " + KafkaRemedies.words(e), e);
        }
    }
}
