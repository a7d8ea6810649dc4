package io.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Kafka in KRaft mode, in a JVM of its own. */
final class KafkaProcess extends ServerProcess implements EmbeddedKafka {

    private static final Set<String> OWN_SETTINGS =
            Set.of("process.roles", "node.id", "controller.listener.names", "controller.quorum.voters", "log.dirs");

    private Optional<Port> controller = Optional.empty();

    KafkaProcess(ServerOptions options) {
        super("Kafka", options, OWN_SETTINGS);
    }

    @Override
    List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Files.createDirectories(home.data());
        Map<String, String> settings = KafkaTopics.quickSettings();
        settings.putAll(settings());
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        // relative to the process's directory, because a comma in the path would make two of it
        settings.put("log.dirs", home.root().relativize(home.data()).toString());
        settings.put("controller.listener.names", "CONTROLLER");
        add(settings, "advertised.listeners", "PLAINTEXT://127.0.0.1:" + listenPort);
        String controller = controllerAddress();
        add(settings, "listeners", "PLAINTEXT://127.0.0.1:" + listenPort + ",CONTROLLER://" + controller);
        settings.put("controller.quorum.voters", "1@" + controller);
        Path file = PropertiesFile.write(home.root().resolve("server.properties"), settings);
        List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC"));
        if (isTemporary()) {
            // halves what a start costs; a server of a test seldom lives until the other compiler pays
            options.add("-XX:TieredStopAtLevel=1");
        }
        return ChildJvm.command(home, KafkaMain.class, options, file);
    }

    private static void add(Map<String, String> settings, String key, String own) {
        settings.merge(key, own, (given, ours) -> ours + "," + given);
    }

    private String controllerAddress() {
        Port port = controller.orElseGet(this::anotherPort);
        controller = Optional.of(port);
        return port.address();
    }

    @Override
    boolean answers(Duration limit) {
        // an admin client would log a warning for each attempt
        return Ask.over(port(), limit, (in, out) -> true) && KafkaTopics.answers(bootstrapServers(), limit);
    }

    @Override
    public String bootstrapServers() {
        return address();
    }

    @Override
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        KafkaTopics.create(bootstrapServers(), name, partitions, settings);
    }
}
