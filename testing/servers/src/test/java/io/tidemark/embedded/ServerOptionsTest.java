package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {

    @Test
    void optionsAreKeptWhenOthersAreAdded() {
        ServerOptions options = ServerOptions.at(Path.of("/data/redis"))
                .port(7_000)
                .setting("a", "1")
                .setting("b", "2")
                .setting("a", "3")
                .startTimeout(Duration.ofSeconds(5));
        assertThat(options.dataDirectory()).contains(Path.of("/data/redis"));
        assertThat(options.port()).hasValue(7_000);
        assertThat(options.settings()).containsEntry("a", "3").containsEntry("b", "2");
        assertThat(options.startTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void optionsAreNotChangedByAddingOthers() {
        ServerOptions options = ServerOptions.temporary();
        assertThat(options.port(7_000).setting("a", "1")).isNotSameAs(options);
        assertThat(options.port()).isEmpty();
        assertThat(options.settings()).isEmpty();
    }

    @Test
    void relativeDirectoriesAreThoseOfThisProcess() {
        assertThat(ServerOptions.at(Path.of("data")).dataDirectory())
                .contains(Path.of("").toAbsolutePath().resolve("data"));
    }

    @Test
    void impossibleValuesAreRefused() {
        ServerOptions options = ServerOptions.temporary();
        assertThatThrownBy(() -> options.port(0)).hasMessage("Cannot use port 0: a port is 1 to 65535");
        assertThatThrownBy(() -> options.port(65_536)).hasMessage("Cannot use port 65536: a port is 1 to 65535");
        assertThatThrownBy(() -> options.startTimeout(Duration.ZERO)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> options.setting("save", "1 1\nrequirepass x"))
                .hasMessage("Cannot use the value of save: it holds a line break");
    }
}
