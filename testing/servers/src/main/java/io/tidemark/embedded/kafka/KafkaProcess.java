package io.tidemark.embedded.kafka;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ChildJvm;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.Port;
import io.tidemark.embedded.process.PropertiesFile;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One node of Kafka in KRaft mode, broker and controller in one, in a JVM of its own. */
final class KafkaProcess extends ServerProcess implements EmbeddedKafka {

    private static final Set<String> OWN_SETTINGS =
            Set.of("process.roles", "node.id", "controller.listener.names", "controller.quorum.voters", "log.dirs");

    private static final String SASL_MECHANISMS = "sasl.enabled.mechanisms";

    private final KafkaQuorum quorum;
    private final int id;
    private final Port controller;
    private Optional<Port> sasl = Optional.empty();

    /** A node that its quorum makes; see there. */
    KafkaProcess(ServerOptions options, KafkaQuorum quorum, int id) {
        super("Kafka", options, OWN_SETTINGS);
        this.quorum = quorum;
        this.id = id;
        this.controller = anotherPort();
    }

    /** What the cluster calls it. */
    int id() {
        return id;
    }

    /** How it is written in {@code controller.quorum.voters}. */
    String voter() {
        return id + "@" + controller.address();
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Files.createDirectories(home.data());
        Map<String, String> settings = KafkaTopics.quickSettings();
        settings.putAll(settings());
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(id));
        // relative to the process's directory, because a comma in the path would make two of it
        settings.put("log.dirs", home.root().relativize(home.data()).toString());
        settings.put("controller.listener.names", "CONTROLLER");
        String clients = "PLAINTEXT://127.0.0.1:" + listenPort;
        if (asksForLogin()) {
            clients += ",SASL_PLAINTEXT://" + saslBootstrapServers();
            addScram(settings);
        }
        add(settings, "advertised.listeners", clients);
        add(settings, "listeners", clients + ",CONTROLLER://" + controller.address());
        settings.put("controller.quorum.voters", quorum.voters());
        settings.put(KafkaMain.CLUSTER_ID, quorum.clusterId());
        Path file = PropertiesFile.write(home.root().resolve("server.properties"), settings);
        List<String> options = new ArrayList<>(List.of("-Xmx" + quorum.heapOfNode(), "-XX:+UseSerialGC"));
        if (isTemporary()) {
            // halves what a start costs; a server of a test seldom lives until the other compiler pays
            options.add("-XX:TieredStopAtLevel=1");
        }
        return ChildJvm.command(home, KafkaMain.class, options, file);
    }

    private static void add(Map<String, String> settings, String key, String own) {
        settings.merge(key, own, (given, ours) -> ours + "," + given);
    }

    /** Who names listeners says there which of them do. */
    private boolean asksForLogin() {
        return settings().containsKey(SASL_MECHANISMS) && !settings().containsKey("listeners");
    }

    private static void addScram(Map<String, String> settings) {
        settings.putIfAbsent(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT");
        for (String mechanism : settings.getOrDefault(SASL_MECHANISMS, "").split(",", -1)) {
            settings.putIfAbsent(
                    "listener.name.sasl_plaintext." + mechanism.strip().toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
    }

    @Override
    protected boolean answers(Duration limit) {
        // an admin client would log a warning for each attempt
        return ServerCheck.succeeds(port(), limit, (in, out) -> true)
                && KafkaTopics.serves(bootstrapServers(), id, limit);
    }

    @Override
    public String saslBootstrapServers() {
        if (!asksForLogin()) {
            throw new IllegalStateException("Cannot tell where " + this + " asks for a login: it does not; set "
                    + SASL_MECHANISMS + " when it is started");
        }
        Port port = sasl.orElseGet(this::anotherPort);
        sasl = Optional.of(port);
        return port.address();
    }
}
