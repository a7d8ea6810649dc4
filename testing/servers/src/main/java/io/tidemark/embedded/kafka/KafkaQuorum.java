package io.tidemark.embedded.kafka;

import io.tidemark.embedded.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * The nodes of one cluster, all of which vote, and what they have in common. All are made before the first is started.
 */
final class KafkaQuorum {

    private final String clusterId = Uuid.randomUuid().toString();
    private final String heapOfNode;
    private final List<KafkaProcess> nodes = new ArrayList<>();

    private KafkaQuorum(String heapOfNode) {
        this.heapOfNode = heapOfNode;
    }

    static KafkaQuorum ofOne() {
        return new KafkaQuorum("512m");
    }

    /** Each does with less than one that is alone. */
    static KafkaQuorum ofSeveral() {
        return new KafkaQuorum("256m");
    }

    /** Makes the next node, which is not started; the ids are 1, 2 and so on. */
    KafkaProcess node(ServerOptions options) {
        KafkaProcess node = new KafkaProcess(options, this, nodes.size() + 1);
        nodes.add(node);
        return node;
    }

    List<KafkaProcess> nodes() {
        return nodes;
    }

    /** What a new data directory is formatted with; one that is not new keeps its own. */
    String clusterId() {
        return clusterId;
    }

    String voters() {
        return nodes.stream().map(KafkaProcess::voter).collect(Collectors.joining(","));
    }

    String heapOfNode() {
        return heapOfNode;
    }
}
