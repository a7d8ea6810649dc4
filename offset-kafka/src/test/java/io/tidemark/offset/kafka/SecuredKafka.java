package io.tidemark.offset.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker in this JVM with two doors: one for operators, who may do all and are asked nothing, and one with TLS and a login,
 * behind which nothing is allowed but by ACLs.
 */
final class SecuredKafka implements AutoCloseable {

    static final String PASSWORD = "battery-staple";

    private static final String STORE_PASSWORD = "correct-horse";

    private final int operators = freePort();
    private final int users = freePort();
    private final Path keys;
    private final KafkaRaftServer server;

    SecuredKafka(Path directory) {
        this.keys = directory.resolve("keys.p12");
        try {
            makeKeys();
            Path data = directory.resolve("data");
            format(data);
            this.server = new KafkaRaftServer(KafkaConfig.fromProps(properties(data)), Time.SYSTEM);
        } catch (Exception failure) {
            throw new IllegalStateException("Cannot start a secured broker", failure);
        }
        server.startup();
    }

    /** How operators connect. */
    Map<String, Object> operator() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + operators);
    }

    /** Where users connect. */
    String address() {
        return "localhost:" + users;
    }

    /** What makes users trust the broker. */
    Map<String, String> trust() {
        return Map.of(
                "ssl.truststore.location",
                keys.toString(),
                "ssl.truststore.password",
                STORE_PASSWORD,
                "ssl.truststore.type",
                "PKCS12");
    }

    private Properties properties(Path data) throws IOException {
        int controller = freePort();
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "log.dirs", data.toString(),
                "controller.listener.names", "CONTROLLER",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "listeners",
                        "OPERATORS://127.0.0.1:" + operators + ",USERS://localhost:" + users
                                + ",CONTROLLER://127.0.0.1:" + controller,
                "listener.security.protocol.map", "OPERATORS:PLAINTEXT,USERS:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "OPERATORS",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS"));
        properties.putAll(Map.of(
                "listener.name.users.sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.users.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_job=\"" + PASSWORD + "\";",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                STORE_PASSWORD,
                "ssl.keystore.type",
                "PKCS12"));
        properties.putAll(Map.of(
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "2",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "2",
                "log.index.size.max.bytes", "65536",
                "log.cleaner.dedupe.buffer.size", "4194304"));
        return properties;
    }

    private void makeKeys() throws Exception {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "RSA",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        keys.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        STORE_PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(keys.resolveSibling("keytool.log").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("Cannot make a key: see " + keys.resolveSibling("keytool.log"));
        }
    }

    private static void format(Path data) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .run();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
