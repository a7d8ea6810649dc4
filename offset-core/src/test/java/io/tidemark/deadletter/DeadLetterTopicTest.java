package io.tidemark.deadletter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTopicTest {

    @Test
    void aClusterThatIsDownIsNoReasonToCreateTheTopic() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        DeadLetterTopic topic = new DeadLetterTopic(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + closed,
                        "default.api.timeout.ms",
                        "500",
                        "request.timeout.ms",
                        "500"),
                "rejected");

        assertThatThrownBy(() -> topic.ensure(List.of("orders")))
                .isInstanceOf(DeadLetterException.class)
                .hasMessageContaining("'rejected'")
                .hasMessageContaining("127.0.0.1:" + closed)
                .hasMessageNotContaining("create it");
    }
}
