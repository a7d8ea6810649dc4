package io.tidemark.embedded.kafka;

import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A Kafka cluster of three nodes, each broker and controller in one and in a process of its own that can be killed,
 * frozen and restarted on its own. Topics have three replicas; two of them must have a record before a producer
 * that asks for all is answered; so have Kafka's own topics of offsets and transactions. A broker that is killed or
 * frozen loses its partitions after three seconds. While two nodes are down or frozen the cluster has no controller,
 * and nothing about leaders is decided. In all else a node is an {@link EmbeddedKafka}.
 *
 * <p>Its data is temporary, and it ends with the JVM that started it, however that ends. Safe for use by several
 * threads.
 */
public final class EmbeddedKafkaCluster implements AutoCloseable {

    private static final int NODES = 3;

    private final KafkaQuorum quorum;

    private EmbeddedKafkaCluster(KafkaQuorum quorum) {
        this.quorum = quorum;
    }

    /** Starts one. */
    public static EmbeddedKafkaCluster start() {
        return start(Map.of());
    }

    /**
     * Starts one, and returns when every node has joined it.
     *
     * @param settings of every broker's configuration, besides or instead of those that are told above
     * @throws EmbeddedServerException if a node cannot start; nothing is left of the others then
     */
    public static EmbeddedKafkaCluster start(Map<String, String> settings) {
        ServerOptions options = ServerOptions.temporary();
        for (Map.Entry<String, String> setting : replicated(settings).entrySet()) {
            options = options.setting(setting.getKey(), setting.getValue());
        }
        EmbeddedKafkaCluster cluster = new EmbeddedKafkaCluster(KafkaQuorum.ofSeveral());
        try {
            for (int node = 0; node < NODES; node++) {
                cluster.quorum.node(options);
            }
            cluster.startNodes();
            return cluster;
        } catch (RuntimeException failure) {
            try {
                cluster.close();
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }

    private static Map<String, String> replicated(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "default.replication.factor", "3",
                "min.insync.replicas", "2",
                "offsets.topic.replication.factor", "3",
                "transaction.state.log.replication.factor", "3",
                "transaction.state.log.min.isr", "2"));
        all.putAll(settings);
        return all;
    }

    /** At once: none of them answers before a majority is there. */
    private void startNodes() {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (KafkaProcess node : quorum.nodes()) {
            CompletableFuture<Void> start = new CompletableFuture<>();
            starts.add(start);
            Thread thread = new Thread(
                    () -> {
                        try {
                            node.restart();
                            start.complete(null);
                        } catch (RuntimeException | Error failure) {
                            start.completeExceptionally(failure);
                        }
                    },
                    "start of " + node);
            thread.setDaemon(true);
            thread.start();
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new));
        try {
            all.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof EmbeddedServerException notStarted ? notStarted : failure;
        }
    }

    /** What clients call {@code bootstrap.servers}: the addresses of all nodes. */
    public String bootstrapServers() {
        return quorum.nodes().stream().map(KafkaProcess::bootstrapServers).collect(Collectors.joining(","));
    }

    /** Its nodes, in the order of their ids, which are 1, 2 and 3. */
    public List<EmbeddedKafka> nodes() {
        return List.copyOf(quorum.nodes());
    }

    /**
     * The node with this id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EmbeddedKafka node(int id) {
        return quorum.nodes().stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Cannot find node " + id + ": the cluster has the nodes 1 to " + NODES));
    }

    /**
     * The node that leads a partition; waits until it is one that runs.
     *
     * @throws EmbeddedServerException if there is none for half a minute
     */
    public EmbeddedKafka leader(TopicPartition partition) {
        return node(KafkaReplicas.leader(bootstrapServers(), partition, id -> node(id).isRunning()));
    }

    /**
     * Returns when every replica of every topic is in sync, as operators wait for before they take the next node down.
     *
     * @throws EmbeddedServerException if they are not for half a minute
     */
    public void awaitInSync() {
        KafkaReplicas.awaitInSync(bootstrapServers());
    }

    /**
     * Creates a topic of three replicas, and returns when clients can use it; see {@link EmbeddedKafka#createTopic}.
     */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        KafkaTopics.create(bootstrapServers(), name, partitions, settings);
    }

    /** Ends all nodes for good and removes their data. Does nothing the second time. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (KafkaProcess node : quorum.nodes()) {
            try {
                node.close();
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String toString() {
        return "Kafka on " + bootstrapServers();
    }
}
