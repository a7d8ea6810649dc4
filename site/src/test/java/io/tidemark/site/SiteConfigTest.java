package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.settings.ConfigException;
import io.tidemark.site.testing.MetricsInMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteConfigTest {

    private static final Path DOCUMENTED = Path.of("..", "recharge-example", "recharge.conf");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theDocumentedFileHasTheDefaultOfEveryKey() {
        Config documented = ConfigFactory.parseFile(DOCUMENTED.toFile());
        Config defaults = ConfigFactory.parseResources("io/tidemark/site/defaults.conf");

        assertThat(documented.getConfig("site")).isEqualTo(defaults.getConfig("site"));
        defaults.withoutPath("site").entrySet().forEach(entry -> assertThat(documented.getValue(entry.getKey()))
                .isEqualTo(entry.getValue()));
    }

    @Test
    void theDocumentedFileServesThePageToo() {
        assertThat(read(Optional.of(DOCUMENTED), Map.of()).port()).isEqualTo(8080);
    }

    @Test
    void listsAreListsOrOneText() throws IOException {
        Path file = Files.writeString(
                folder.resolve("my.conf"),
                "kafka.topic = other, site { host-names = [Wall.example], late-after = 2m, stale-after = 10m }");
        SiteSettings site = read(
                Optional.of(file),
                Map.of("site.trusted-proxies", "127.0.0.1, 10.0.0.0/8", "site.max-streams", "7", "preset", "cmcc"));

        assertThat(site.hostNames()).containsExactly(new HostName("wall.example"));
        assertThat(site.trustedProxies())
                .containsExactlyInAnyOrder(AddressRange.of("127.0.0.1"), AddressRange.of("10.0.0.0/8"));
        assertThat(site.lateAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(site.staleAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(site.maxStreams()).isEqualTo(7);
        assertThat(site.regions().name()).isEqualTo("cmcc");
    }

    @Test
    void theDictionaryNamesTheRegions() throws IOException {
        Path regions = Files.writeString(folder.resolve("own.txt"), "755 深圳市\n20 广州市\n");

        assertThat(read(Optional.empty(), Map.of("dictionary.regions", regions.toString()))
                        .regions()
                        .codes())
                .containsExactlyInAnyOrder("755", "20");
    }

    @Test
    void everyWrongSettingIsNamedAtOnce() {
        Map<String, String> wrong = Map.of(
                "site.host-names", "https://wall.example",
                "site.trusted-proxies", "proxy.example",
                "site.stale-after", "1s",
                "site.tick", "1ms",
                "site.max-streams", "0",
                "site.tls.key-store", "wall.p12",
                "site.alarm.window", "90s",
                "site.alarm.webhook", "ftp://secret@host",
                "site.prot", "80",
                "preset", "atlantis");
        assertThatThrownBy(() -> read(Optional.empty(), wrong))
                .isInstanceOfSatisfying(ConfigException.class, failure -> assertThat(failure.problems())
                        .hasSize(10))
                .hasMessageContaining("Cannot use site.host-names: Cannot use host name 'https://wall.example'")
                .hasMessageContaining("Cannot use site.trusted-proxies: Cannot use address 'proxy.example'")
                .hasMessageContaining("Cannot use site.stale-after = 1s: it must be at least 15000ms")
                .hasMessageContaining("Cannot use site.tick = 1ms: it must be at least 50ms")
                .hasMessageContaining("Cannot use site.max-streams = 0: it must be from 1 to 100000")
                .hasMessageContaining("Cannot use site.tls.key-store = wall.p12: site.tls.password and")
                .hasMessageContaining("Cannot use site.alarm: the window 90 s is not of 1 to 60 whole minutes")
                .hasMessageContaining("Cannot use site.alarm.webhook: it must be of the form https://host/path")
                .hasMessageNotContaining("secret")
                .hasMessageContaining("Cannot use the key site.prot of the command line")
                .hasMessageContaining("Cannot use preset = atlantis: there are guangdong and cmcc, or a file");
    }

    @Test
    void thePasswordComesFromAFileAndIsNotShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hidden\n");

        SiteSettings site = read(
                Optional.empty(),
                Map.of("site.password-file", secret.toString(), "site.alarm.webhook", "https://wall.example/hidden"));

        assertThat(site.password()).contains(new Password("hidden"));
        assertThat(site.toString()).doesNotContain("hidden");
    }

    private static SiteSettings read(Optional<Path> file, Map<String, String> overrides) {
        return SiteConfig.read(file, Map.of(), overrides).page().on(new MetricsInMemory());
    }
}
