package io.tidemark.embedded.kafka;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;
import io.tidemark.servers.TestKafka;

/**
 * A Kafka cluster of one node, broker and controller in one, without ZooKeeper; or one node of an
 * {@link EmbeddedKafkaCluster}. It creates no topics by itself, keeps records for ever unless a topic says otherwise,
 * and looks for expired ones every second.
 */
public interface EmbeddedKafka extends EmbeddedServer, TestKafka {

    /** Starts one on a free port with temporary data. */
    static EmbeddedKafka start() {
        return start(ServerOptions.temporary());
    }

    /**
     * Starts one. On kept data the cluster's id stays the same. Listeners in the options are added to its own, which is
     * called {@code PLAINTEXT}.
     *
     * @throws EmbeddedServerException if it cannot start
     */
    static EmbeddedKafka start(ServerOptions options) {
        return ServerProcess.started(KafkaQuorum.ofOne().node(options));
    }

    /**
     * The same of a second listener that asks for a login, over {@code SASL_PLAINTEXT}. There is one where the setting
     * {@code sasl.enabled.mechanisms} names mechanisms of SCRAM; users are made as on any cluster, with an admin
     * client.
     *
     * @throws IllegalStateException if it was started without that setting
     */
    String saslBootstrapServers();
}
