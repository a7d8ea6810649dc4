package io.tidemark.recharge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.settings.ConfigException;
import io.tidemark.recharge.settings.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFilesTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theDocumentedFileHoldsEveryKeyOfTheJobWithItsDefault() {
        Config documented =
                ConfigFactory.parseFile(Path.of("..", "recharge.conf").toFile()).withoutPath("site");
        Config defaults = ConfigFactory.parseResources("recharge-defaults.conf");
        assertThat(documented).isEqualTo(defaults);
    }

    @Test
    void theCommandLineStandsAboveTheEnvironmentAboveTheFileAboveTheDefaults() throws IOException {
        Path file = Files.writeString(
                folder.resolve("my.conf"), "job { restarts = 1, batch-interval = 2s }, redis.timeout = 3s");
        RechargeConfig config = ConfigFiles.read(
                Optional.of(file),
                Map.of("RECHARGE_JOB_BATCH_INTERVAL", "4s", "RECHARGE_REDIS_TIMEOUT", "5s"),
                Map.of("redis.timeout", "6s"));
        assertThat(config.group()).isEqualTo("recharge");
        assertThat(config.job().restarts()).isEqualTo(1);
        assertThat(config.job().batchInterval()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.redis().timeout()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void aPropertiesFileServesToo() throws IOException {
        Path file = Files.writeString(folder.resolve("my.properties"), "kafka.topic=other\njob.restarts=3\n");
        RechargeConfig config = ConfigFiles.read(Optional.of(file), Map.of(), Map.of());
        assertThat(config.kafka().topic()).isEqualTo("other");
        assertThat(config.job().restarts()).isEqualTo(3);
    }

    /** One file serves the job and the page. */
    @Test
    void theSettingsOfThePageAreNotCheckedHere() throws IOException {
        Path file = Files.writeString(folder.resolve("my.conf"), "site { port = 9090, map = province.json }");
        assertThat(ConfigFiles.read(Optional.of(file), Map.of(), Map.of()).group())
                .isEqualTo("recharge");
    }

    @Test
    void aSecretComesFromAFileAndIsNotShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden\n");
        RechargeConfig config =
                ConfigFiles.read(Optional.empty(), Map.of(), Map.of("redis.password-file", secret.toString()));
        assertThat(config.redis().password().reveal()).isEqualTo("hidden");
        assertThat(config.toString()).doesNotContain("hidden");
    }

    /** Also if a caller puts a secret into a URL, which the reader of a file refuses. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://me:hidden@db:3306/jobs",
                "jdbc:mysql://me:hid?hidden@db:3306/jobs",
                "jdbc:mysql://db:3306/jobs?user=me&password=hidden",
                "jdbc:mysql://db:3306/jobs?trustCertificateKeyStorePassword=hidden",
                "jdbc:mysql://address=(host=db)(user=me)(password=hidden)/jobs",
                "jdbc:sqlserver://db;password=hidden"
            })
    void aUrlIsShownWithoutItsSecrets(String url) {
        StoreConfig.MySql config = new StoreConfig.MySql(url, "me", new Secret("hidden"));
        assertThat(config.toString()).contains("jdbc:").doesNotContain("hidden");
        assertThat(config.server()).doesNotContain("hidden");
    }

    @Test
    void theUrlOfRedisIsShownWithoutItsSecrets() {
        RechargeConfig.RedisConfig redis = new RechargeConfig.RedisConfig(
                URI.create("redis://me:hidden@cache:6380/0?password=hidden"),
                "me",
                new Secret("hidden"),
                Duration.ofSeconds(1),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                1);
        assertThat(redis.toString()).contains("cache:6380").doesNotContain("hidden");
    }

    @Test
    void consumerSettingsKeepKafkasOwnDottedNames() throws IOException {
        Path file = Files.writeString(
                folder.resolve("my.conf"),
                "kafka.properties { security.protocol = SASL_SSL, \"fetch.min.bytes\" = 5 }");
        assertThat(ConfigFiles.read(Optional.of(file), Map.of(), Map.of())
                        .kafka()
                        .properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("security.protocol", "SASL_SSL", "fetch.min.bytes", "5"));
    }

    @Test
    void deadLettersGoBesideTheTopicUnlessTheyHaveOneOfTheirOwn() {
        assertThat(ConfigFiles.read(Optional.empty(), Map.of(), Map.of("kafka.topic", "log"))
                        .deadLetterTopic())
                .isEqualTo("log-dead-letters");
        assertThat(ConfigFiles.read(Optional.empty(), Map.of(), Map.of("dead-letters.topic", "bad"))
                        .deadLetterTopic())
                .isEqualTo("bad");
        assertThatThrownBy(() -> ConfigFiles.read(
                        Optional.empty(), Map.of(), Map.of("kafka.topic", "log", "dead-letters.topic", "log")))
                .hasMessageContaining("Cannot use dead-letters.topic = log: it is the topic that the job reads");
    }

    @Test
    void everyProblemIsNamedAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("my.conf"), """
                unknown = 1
                job.restarts = -1
                job.start = someday
                preset = atlantis
                redis.url = "redis://user:secret@host:1"
                """);
        assertThatThrownBy(() -> ConfigFiles.read(Optional.of(file), Map.of(), Map.of()))
                .isInstanceOfSatisfying(ConfigException.class, failure -> assertThat(failure.problems())
                        .hasSize(5))
                .hasMessageNotContaining("secret");
    }
}
