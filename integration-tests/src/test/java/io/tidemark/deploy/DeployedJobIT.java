package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.servers.TestKafka;
import io.tidemark.servers.TestMySql;
import io.tidemark.servers.TestRedis;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.test.TestTopic;
import io.tidemark.test.TidemarkTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of {@code deploy/} with its configuration. Only addresses and secrets are others, from the
 * environment.
 */
@TidemarkTest
@EmbeddedOnly("the commands run outside of containers")
@Tag("long")
class DeployedJobIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PAGE_PASSWORD = "for the page";

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theJobAndThePageOfTheComposeFileRun(TestKafka kafka, TestMySql mysql, TestRedis redis) throws Exception {
        JsonNode services = DeployFiles.documents("compose/compose.yaml").get(0).get("services");
        TestTopic topic = TestTopic.create(kafka, "recharge-log", 4);
        topic.append(List.of("one", "two", "three"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> environment = environment(kafka, mysql, redis, "composed");
        environment.put(
                "RECHARGE_SITE_PASSWORD_FILE",
                Files.writeString(folder.resolve("page-password"), PAGE_PASSWORD)
                        .toString());
        environment.put("RECHARGE_SITE_PORT", Integer.toString(port));

        Process job = start(environment, DeployFiles.texts(services.get("job").get("command")));
        awaitRead(job, redis, topic);
        Process page = start(environment, DeployFiles.texts(services.get("page").get("command")));
        await().atMost(LIMIT).ignoreExceptions().until(() -> {
            assertThat(page.isAlive()).as(this::output).isTrue();
            return get(port, "/healthz", "").body().contains("\"status\":\"ok\"");
        });
        String login = Base64.getEncoder().encodeToString(("any:" + PAGE_PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(get(port, "/api/snapshot", "").statusCode()).isEqualTo(401);
        assertThat(get(port, "/api/snapshot", "Basic " + login).statusCode()).isEqualTo(200);

        job.destroy();
        assertThat(job.waitFor())
                .as("SIGTERM ends the job as the unit for systemd expects")
                .isEqualTo(143);
    }

    @Test
    void theJobOfTheKubernetesManifestRuns(TestKafka kafka, TestMySql mysql, TestRedis redis) throws Exception {
        Path config = Path.of("");
        List<String> arguments = List.of();
        for (JsonNode document : DeployFiles.documents("kubernetes/recharge.yaml")) {
            switch (document.get("kind").asText()) {
                case "ConfigMap" ->
                    config = Files.writeString(
                            folder.resolve("recharge.conf"),
                            document.get("data").get("recharge.conf").asText());
                case "Deployment" ->
                    arguments = DeployFiles.texts(document.at("/spec/template/spec/containers/0/args"));
                default -> {}
            }
        }
        List<String> ofTheJob =
                arguments.subList(arguments.indexOf("local:///opt/recharge/job.jar") + 1, arguments.size());
        TestTopic topic = TestTopic.create(kafka, 4);
        topic.append(List.of("one", "two", "three"));
        Map<String, String> environment = environment(kafka, mysql, redis, "kubernetes");
        environment.put("RECHARGE_KAFKA_TOPIC", topic.name());
        environment.put("RECHARGE_GROUP", "kubernetes");
        // this Redis has no password
        environment.put("RECHARGE_REDIS_PASSWORD_FILE", "");

        List<String> command = new ArrayList<>(ofTheJob);
        command.set(command.indexOf("/etc/recharge/recharge.conf"), config.toString());
        awaitRead(start(environment, command), redis, "kubernetes", topic);
    }

    private Map<String, String> environment(TestKafka kafka, TestMySql mysql, TestRedis redis, String database)
            throws Exception {
        try (Connection connection = DriverManager.getConnection(mysql.jdbcUrl(), mysql.user(), mysql.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        Map<String, String> environment = new HashMap<>();
        environment.put("RECHARGE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("RECHARGE_STORE_MYSQL_URL", mysql.jdbcUrl(database));
        environment.put("RECHARGE_STORE_MYSQL_USER", mysql.user());
        environment.put(
                "RECHARGE_STORE_MYSQL_PASSWORD_FILE",
                Files.writeString(folder.resolve("store-password"), mysql.password())
                        .toString());
        environment.put("RECHARGE_REDIS_URL", redis.uri().toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    private Process start(Map<String, String> environment, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("bin/recharge"));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(DeployFiles.ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void awaitRead(Process job, TestRedis redis, TestTopic topic) {
        awaitRead(job, redis, "recharge", topic);
    }

    /** Waits until the ledger in Redis has the end of the topic. */
    private void awaitRead(Process job, TestRedis redis, String group, TestTopic topic) {
        try (OpenOffsetStore ledger = OffsetStores.open(redis.uri().toString())) {
            await().atMost(LIMIT).until(() -> {
                assertThat(job.isAlive()).as(this::output).isTrue();
                return ledger.store().load(new GroupId(group), Set.of(topic.name())).values().stream()
                                .mapToLong(StoredOffset::offset)
                                .sum()
                        == topic.values().size();
            });
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private static HttpResponse<String> get(int port, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
