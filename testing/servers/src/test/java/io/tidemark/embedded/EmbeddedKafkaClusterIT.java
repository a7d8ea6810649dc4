package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.kafka.EmbeddedKafkaCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class EmbeddedKafkaClusterIT {

    @Test
    void anotherNodeLeadsWhenTheLeaderIsKilledAndNothingAcknowledgedIsLost() throws Exception {
        List<Path> directories;
        try (EmbeddedKafkaCluster cluster = EmbeddedKafkaCluster.start()) {
            assertThat(cluster.nodes()).hasSize(3).allMatch(EmbeddedServer::isRunning);
            assertThat(cluster.node(2)).isSameAs(cluster.nodes().get(1));
            assertThatThrownBy(() -> cluster.node(4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Cannot find node 4: the cluster has the nodes 1 to 3");
            directories =
                    cluster.nodes().stream().map(EmbeddedServer::dataDirectory).toList();
            cluster.createTopic("replicated", 1, Map.of());
            TopicPartition partition = new TopicPartition("replicated", 0);
            KafkaProbe.send(cluster.bootstrapServers(), "replicated", "before");
            EmbeddedKafka first = cluster.leader(partition);

            first.kill();
            EmbeddedKafka second = cluster.leader(partition);
            assertThat(second).isNotSameAs(first);
            KafkaProbe.send(second.address(), "replicated", "without it");
            assertThat(KafkaProbe.read(second.address(), partition)).containsExactly("before", "without it");

            first.restart();
            cluster.awaitInSync();
            second.kill();
            assertThat(cluster.leader(partition)).isNotSameAs(second);
            assertThat(KafkaProbe.read(first.address(), partition)).containsExactly("before", "without it");
        }
        assertThat(directories).noneMatch(Files::exists);
    }

    @Test
    void aClusterThatCannotStartLeavesNothingBehind() {
        assertThatThrownBy(() -> EmbeddedKafkaCluster.start(Map.of("num.io.threads", "none")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("Cannot start Kafka on 127.0.0.1:")
                .hasMessageContaining("num.io.threads");
        assertThatThrownBy(() -> EmbeddedKafkaCluster.start(Map.of("node.id", "7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[node.id]");
    }
}
