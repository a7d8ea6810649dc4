package io.tidemark.embedded.kafka;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** What runs in Kafka's process: formats the data directory where it is new, then serves it until it is terminated. */
final class KafkaMain {

    /** Not a setting of Kafka's: the identity that a new data directory is formatted with. */
    static final String CLUSTER_ID = "tidemark.cluster.id";

    private KafkaMain() {}

    /** Takes the path of {@code server.properties}. */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        String clusterId = properties.getProperty(CLUSTER_ID);
        properties.remove(CLUSTER_ID);
        String data = properties.getProperty("log.dirs");
        if (Files.notExists(Path.of(data, "meta.properties"))) {
            format(data, clusterId, Integer.parseInt(properties.getProperty("node.id")));
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static void format(String data, String clusterId, int node) throws Exception {
        new Formatter()
                .setPrintStream(System.out)
                .setNodeId(node)
                .setClusterId(clusterId)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data)
                .addDirectory(data)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true)
                .run();
    }
}
