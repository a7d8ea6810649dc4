package io.tidemark.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The compose file is consistent in itself, with the images of the tests, and with the configuration of the job. */
class ComposeFileTest {

    /** The keys of the Compose Specification that the file may use, by the path of their object. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "file",
            Set.of("name", "services", "secrets", "volumes"),
            "service",
            Set.of(
                    "image",
                    "build",
                    "command",
                    "environment",
                    "ports",
                    "volumes",
                    "secrets",
                    "depends_on",
                    "healthcheck",
                    "restart",
                    "stop_grace_period"),
            "healthcheck",
            Set.of("test", "interval", "timeout", "retries"),
            "build",
            Set.of("context", "dockerfile"));

    private JsonNode file;
    private final Map<String, JsonNode> services = new TreeMap<>();

    @BeforeEach
    void read() throws IOException {
        file = DeployFiles.documents("compose/compose.yaml").get(0);
        file.get("services").fields().forEachRemaining(one -> services.put(one.getKey(), one.getValue()));
    }

    @Test
    void everyKeyIsKnown() {
        assertKeys("file", file);
        services.values().forEach(service -> {
            assertKeys("service", service);
            assertKeys("healthcheck", service.path("healthcheck"));
            service.path("depends_on")
                    .forEach(condition -> assertThat(condition.get("condition").asText())
                            .isIn("service_healthy", "service_completed_successfully"));
        });
    }

    @Test
    void everythingThatIsReferredToExists() {
        services.forEach((name, service) -> {
            service.path("depends_on").fields().forEachRemaining(dependency -> {
                assertThat(services).as(name).containsKey(dependency.getKey());
                if (dependency.getValue().get("condition").asText().equals("service_healthy")) {
                    assertThat(service(dependency.getKey()).has("healthcheck"))
                            .as(dependency.getKey())
                            .isTrue();
                }
            });
            assertThat(DeployFiles.texts(service.path("secrets"))).as(name).allSatisfy(secret -> assertThat(
                            file.get("secrets").has(secret))
                    .isTrue());
            assertThat(DeployFiles.texts(service.path("volumes"))).as(name).allSatisfy(volume -> assertThat(
                            file.get("volumes").has(volume.substring(0, volume.indexOf(':'))))
                    .isTrue());
            // nothing but this machine reaches what is published
            assertThat(DeployFiles.texts(service.path("ports")))
                    .as(name)
                    .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:\\d+"));
            JsonNode build = service.path("build");
            if (!build.isMissingNode()) {
                assertKeys("build", build);
                assertThat(DeployFiles.file("compose")
                                .resolve(build.get("context").asText())
                                .resolve(build.get("dockerfile").asText()))
                        .isRegularFile();
            }
        });
    }

    @Test
    void theServersAreTheImagesOfTheTests() throws IOException {
        for (String server : List.of("kafka", "mysql", "redis")) {
            assertThat(service(server).get("image").asText())
                    .isEqualTo(DeployFiles.property("tidemark.image." + server));
        }
        assertThat(service("topic").get("image")).isEqualTo(service("kafka").get("image"));
    }

    /** Other containers reach the broker by its service's name, as it advertises it. */
    @Test
    void theConfigurationNamesTheServicesAndTheirSecrets() throws IOException {
        String conf = Files.readString(DeployFiles.file("compose/recharge.conf"));
        JsonNode kafka = service("kafka").get("environment");
        assertThat(kafka.get("KAFKA_ADVERTISED_LISTENERS").asText()).contains("INSIDE://kafka:9092");
        assertThat(kafka.get("KAFKA_LISTENERS").asText()).contains("INSIDE://:9092");
        JsonNode mysql = service("mysql").get("environment");
        assertThat(conf)
                .contains("kafka.bootstrap-servers = \"kafka:9092\"")
                .contains(
                        "jdbc:mysql://mysql:3306/" + mysql.get("MYSQL_DATABASE").asText())
                .contains("user = " + mysql.get("MYSQL_USER").asText())
                .contains("password-file = " + mysql.get("MYSQL_PASSWORD_FILE").asText())
                .contains("redis.url = \"redis://redis:6379\"");
        assertThat(DeployFiles.texts(service("job").get("secrets"))).containsExactly("store-password");
        assertThat(DeployFiles.texts(service("page").get("secrets"))).containsExactly("page-password");
        assertThat(conf).contains("password-file = /run/secrets/page-password");
        assertThat(service("job").get("stop_grace_period").asText())
                .as("longer than job.stop-timeout, 60 s")
                .isEqualTo("90s");
        assertThat(DeployFiles.texts(service("redis").get("command")))
                .containsSubsequence("--appendonly", "yes", "--maxmemory-policy", "noeviction");
    }

    private JsonNode service(String name) {
        return file.get("services").get(name);
    }

    private static void assertKeys(String of, JsonNode object) {
        object.fieldNames().forEachRemaining(key -> assertThat(KEYS.get(of)).contains(key));
    }
}
