package io.tidemark.servers;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.kafka.KafkaTopics;
import java.util.Map;

/**
 * A Kafka cluster of one node, broker and controller in one, without ZooKeeper. It creates no topics by itself, keeps
 * records for ever unless a topic says otherwise, and looks for expired ones every second.
 */
public interface TestKafka extends TestServer {

    /** Starts one with empty data and a cluster id of its own. */
    static TestKafka start() {
        return start(ServerSetup.standard());
    }

    /**
     * Starts one with empty data and a cluster id of its own.
     *
     * @param setup with the broker's own settings, as {@code server.properties} names them
     */
    static TestKafka start(ServerSetup setup) {
        return Started.recorded(
                "Kafka",
                switch (setup.kind()) {
                    case EMBEDDED -> EmbeddedKafka.start(setup.embedded());
                    case CONTAINERS -> new ContainerKafka(setup);
                },
                Versions::kafka);
    }

    /** What clients call {@code bootstrap.servers}. */
    default String bootstrapServers() {
        return address();
    }

    /**
     * Creates a topic, and returns when clients can use it.
     *
     * @param name a topic that does not exist
     * @param partitions how many
     */
    default void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic with settings of its own, and returns when clients can use it.
     *
     * @param name a topic that does not exist
     * @param partitions how many
     * @param settings the topic's, such as {@code retention.ms}
     */
    default void createTopic(String name, int partitions, Map<String, String> settings) {
        KafkaTopics.create(bootstrapServers(), name, partitions, settings);
    }
}
