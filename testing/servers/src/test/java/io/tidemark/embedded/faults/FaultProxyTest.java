package io.tidemark.embedded.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.faults.ProxiedMessage.Direction;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a proxy does to connections, seen from a client and a server that speak in lines. */
class FaultProxyTest {

    private static final int SHORT_MILLIS = 200;
    private static final int LONG_MILLIS = 20_000;

    private final EchoServer server = new EchoServer();
    private final FaultProxy proxy = FaultProxy.before(WireProtocol.REDIS, server.address());

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void atFirstEverythingGoesThrough() throws IOException {
        try (Client client = new Client()) {
            assertThat(client.ask("ONE")).isEqualTo("ONE");
            assertThat(client.ask("TWO")).isEqualTo("TWO");
        }
    }

    @Test
    void aCutEndsWhatIsOpenAndLeavesAloneWhatComesLater() throws IOException {
        try (Client first = new Client()) {
            first.ask("ONE");

            proxy.cut();

            assertThatThrownBy(() -> first.ask("TWO")).isInstanceOf(IOException.class);
        }
        try (Client later = new Client()) {
            assertThat(later.ask("THREE")).isEqualTo("THREE");
        }
        assertThat(server.received()).containsExactly("ONE", "THREE");
    }

    @Test
    void whileItRefusesNoConnectionLastsAndAfterwardsTheyDo() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> {
                    try (Client refused = new Client()) {
                        refused.ask("ONE");
                    }
                })
                .isInstanceOf(IOException.class);

        proxy.pass();
        try (Client later = new Client()) {
            assertThat(later.ask("TWO")).isEqualTo("TWO");
        }
        assertThat(server.received()).containsExactly("TWO");
    }

    @Test
    void aBlackHoleTakesConnectionsAndAnswersNothingUntilItIsGone() throws IOException {
        try (Client open = new Client()) {
            open.ask("ONE");
            proxy.blackHole();
            try (Client taken = new Client()) {
                open.timeout(SHORT_MILLIS);
                taken.timeout(SHORT_MILLIS);
                assertThatThrownBy(() -> open.ask("TWO")).isInstanceOf(SocketTimeoutException.class);
                assertThatThrownBy(() -> taken.ask("THREE")).isInstanceOf(SocketTimeoutException.class);
                assertThat(server.received()).containsExactly("ONE");

                proxy.pass();
                open.timeout(LONG_MILLIS);
                taken.timeout(LONG_MILLIS);
                assertThat(open.answer()).isEqualTo("TWO");
                assertThat(taken.answer()).isEqualTo("THREE");
            }
        }
    }

    @Test
    void messagesTakeAtLeastAsLongAsTheyAreDelayedOnTheirWays() throws IOException {
        try (Client client = new Client()) {
            client.ask("ONE");
            proxy.delay(Duration.ofMillis(60), Duration.ofMillis(40));
            long began = System.nanoTime();

            client.ask("TWO");

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void aLostRequestNeverReachesTheServer() throws IOException {
        proxy.loseRequest(2, Set.of("WRITE"));
        try (Client client = new Client()) {
            client.ask("WRITE");
            client.ask("READ");
            assertThatThrownBy(() -> client.ask("WRITE")).isInstanceOf(IOException.class);
        }
        assertThat(server.received()).containsExactly("WRITE", "READ");
    }

    @Test
    void aLostAnswerIsOfARequestThatTheServerHasCarriedOut() throws IOException {
        proxy.loseAnswer(1, Set.of("WRITE"));
        try (Client client = new Client()) {
            client.ask("READ");
            assertThatThrownBy(() -> client.ask("WRITE")).isInstanceOf(IOException.class);
        }
        try (Client again = new Client()) {
            again.ask("WRITE");
        }
        assertThat(server.received()).containsExactly("READ", "WRITE", "WRITE");
    }

    @Test
    void aMessageThatIsMetWaitsForWhatIsDone() throws Exception {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        CompletableFuture<Void> release = new CompletableFuture<>();
        proxy.meet(Direction.REQUEST, 1, Set.of("WRITE"), met -> {
            reached.complete(null);
            release.join();
            return new FaultAction.Passed();
        });
        try (Client client = new Client()) {
            client.send("WRITE");
            reached.join();
            assertThat(server.received()).isEmpty();

            release.complete(null);
            assertThat(client.answer()).isEqualTo("WRITE");
        }
    }

    @Test
    void anAnswerCanBeSwallowedOrReplaced() throws IOException {
        proxy.meet(Direction.ANSWER, 1, Set.of("ONE"), met -> new FaultAction.Swallowed());
        proxy.meet(
                Direction.ANSWER,
                1,
                Set.of("TWO"),
                met -> new FaultAction.Replaced(StandardCharsets.US_ASCII.encode(
                        met.kind() + " as " + text(met.request()).strip() + "\n")));
        try (Client client = new Client()) {
            client.timeout(SHORT_MILLIS);
            assertThatThrownBy(() -> client.ask("ONE")).isInstanceOf(SocketTimeoutException.class);
            client.timeout(LONG_MILLIS);
            assertThat(client.ask("TWO")).isEqualTo("TWO as TWO");
        }
        assertThat(server.received()).containsExactly("ONE", "TWO");
    }

    @Test
    void whatWasChosenAndForgottenGoesThrough() throws IOException {
        proxy.loseRequest(1, Set.of("WRITE"));
        proxy.forget();
        try (Client client = new Client()) {
            assertThat(client.ask("WRITE")).isEqualTo("WRITE");
        }
    }

    @Test
    void aServerThatIsDownEndsConnections() throws IOException {
        server.close();
        assertThatThrownBy(() -> {
                    try (Client client = new Client()) {
                        client.ask("ONE");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }

    /** Speaks in lines. */
    private final class Client implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Client() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            timeout(LONG_MILLIS);
        }

        void timeout(int millis) throws IOException {
            socket.setSoTimeout(millis);
        }

        String ask(String line) throws IOException {
            send(line);
            return answer();
        }

        void send(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        String answer() throws IOException {
            String line = in.readLine();
            if (line == null) {
                throw new EOFException("the connection has ended");
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
