package io.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.EmbeddedServerException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineTest {

    @Test
    void namesAreThoseOfTheJars() {
        assertThat(Machine.of("Linux", "amd64").name()).isEqualTo("linux-amd64");
        assertThat(Machine.of("Mac OS X", "aarch64").name()).isEqualTo("darwin-arm64");
        assertThat(Machine.of("Linux", "x86_64")).isEqualTo(Machine.of("Linux", "amd64"));
    }

    @Test
    void aMachineWithoutAProgramIsToldSoInOneSentence() {
        assertThatThrownBy(() ->
                        Machine.of("Mac OS X", "aarch64").requireOneOf("MariaDB", Set.of(Machine.of("Linux", "amd64"))))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessage("Cannot run MariaDB on darwin-arm64: Maven Central has it for [linux-amd64]; use one of"
                        + " these, or point the job at a server of your own");
    }
}
