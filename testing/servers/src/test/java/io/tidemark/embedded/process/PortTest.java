package io.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.EmbeddedServerException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortTest {

    @Test
    void freePortsAreNeverGivenTwice() {
        List<Port> ports = new ArrayList<>();
        try {
            IntStream.range(0, 200).forEach(i -> ports.add(Port.free()));
            assertThat(ports.stream().map(Port::number)).doesNotHaveDuplicates();
        } finally {
            ports.forEach(Port::close);
        }
    }

    @Test
    void freePortsAreNotAmongThoseOfOutgoingConnections() {
        try (Port port = Port.free()) {
            assertThat(port.number()).isBetween(1024, 32_767);
        }
    }

    @Test
    void aPortMayBeTakenAgainOnceItIsClosed() {
        Port first = Port.free();
        assertThatThrownBy(() -> Port.given(first.number(), "Redis"))
                .hasMessageContaining("another embedded server has it");
        first.close();
        Port.given(first.number(), "Redis").close();
    }

    @Test
    void aListeningPortIsNotFree() throws IOException {
        try (ServerSocket listening = new ServerSocket()) {
            listening.bind(Loopback.at(0));
            try (Port port = Port.given(listening.getLocalPort(), "Redis")) {
                assertThatThrownBy(() -> port.requireFree("Redis"))
                        .isInstanceOf(EmbeddedServerException.class)
                        .hasMessageContaining("the port is in use by another process");
            }
        }
    }

    @Test
    void aPortThatIsTakenOnAllAddressesIsNotFree() throws IOException {
        try (ServerSocket listening = new ServerSocket(0);
                Port port = Port.given(listening.getLocalPort(), "Redis")) {
            assertThatThrownBy(() -> port.requireFree("Redis")).isInstanceOf(EmbeddedServerException.class);
        }
    }
}
