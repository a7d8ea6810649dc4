package io.tidemark.servers;

import io.tidemark.embedded.kafka.KafkaTopics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * The image of Kafka, broker and controller in one. The broker has the same port inside and outside, because it also
 * calls itself by the address that it tells its clients.
 */
final class ContainerKafka extends ContainerServer implements TestKafka {

    ContainerKafka(ServerSetup setup) {
        super(Image.KAFKA, 0, setup);
        Map<String, String> settings = new LinkedHashMap<>(KafkaTopics.quickSettings());
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("log.dirs", "/tmp/kraft-combined-logs");
        settings.put("listeners", "PLAINTEXT://0.0.0.0:" + port() + ",CONTROLLER://127.0.0.1:9094");
        settings.put("advertised.listeners", "PLAINTEXT://" + address());
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", "1@127.0.0.1:9094");
        setup.settings(ContainerServer::seen)
                .forEach((key, value) -> settings.merge(key, value, (own, given) -> {
                    // what listens in a container listens there on all its addresses
                    return key.endsWith("listeners")
                            ? own + "," + (key.equals("listeners") ? anyAddress(given) : given)
                            : given;
                }));
        settings.forEach((key, value) -> container().withEnv(variable(key), value));
        container().withEnv("CLUSTER_ID", Uuid.randomUuid().toString()).withEnv("KAFKA_HEAP_OPTS", "-Xmx512m");
        start();
    }

    private static String anyAddress(String listeners) {
        return listeners.replace("://127.0.0.1:", "://0.0.0.0:");
    }

    /** The name of the variable that the image takes for a setting. */
    private static String variable(String setting) {
        return "KAFKA_"
                + setting.replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    @Override
    boolean answers(Duration limit) {
        return KafkaTopics.answers(bootstrapServers(), limit);
    }
}
