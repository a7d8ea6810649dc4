package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.process.GuardedProcess;
import io.tidemark.embedded.process.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of server must do. The tests of a kind share one server, and each leaves it running. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract<S extends EmbeddedServer> {

    private final Kind kind;
    private final S server;

    ServerContract(Kind kind, S server) {
        this.kind = kind;
        this.server = server;
    }

    final S server() {
        return server;
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void whatWasAcknowledgedSurvivesStopAndKill() throws Exception {
        int port = server.port();
        kind.probe().write(server.address(), "before the stop");
        server.stop();
        assertThat(server.isRunning()).isFalse();
        kind.restart("after a stop", server);
        assertThat(server.isRunning()).isTrue();
        kind.probe().write(server.address(), "before the kill");
        server.kill();
        assertThat(server.isRunning()).isFalse();
        kind.restart("after a kill", server);
        assertThat(kind.probe().read(server.address())).contains("before the stop", "before the kill");
        assertThat(server.port()).isEqualTo(port);
    }

    @Test
    void aFrozenServerDoesNotAnswerUntilItIsThawed() throws Exception {
        kind.probe().ping(server.address());
        server.freeze();
        assertThat(server.isRunning()).isTrue();
        assertThatThrownBy(() -> kind.probe().ping(server.address())).isInstanceOf(Exception.class);
        server.thaw();
        kind.probe().write(server.address(), "after the thaw");
        assertThat(kind.probe().read(server.address())).contains("after the thaw");
    }

    @Test
    void aFrozenServerCanBeStopped() {
        server.freeze();
        long began = System.nanoTime();
        server.stop();
        assertThat(server.isRunning()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GuardedProcess.GRACE);
        server.restart();
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() throws Exception {
        assertThat(server.address()).isEqualTo("127.0.0.1:" + server.port());
        for (InetAddress address : otherAddresses()) {
            assertThat(accepts(address, server.port()))
                    .as("%s answers on %s", server, address)
                    .isFalse();
        }
    }

    @Test
    void aGivenDirectoryGoesOnWhereItStopped(@TempDir Path base) throws Exception {
        Path directory = base.resolve("missing, with spaces and \"quotes\" and 广州");
        try (EmbeddedServer first = kind.start(ServerOptions.at(directory))) {
            kind.probe().write(first.address(), "first");
        }
        try (EmbeddedServer second = kind.start(ServerOptions.at(directory))) {
            kind.probe().write(second.address(), "second");
            assertThat(kind.probe().read(second.address())).containsExactlyInAnyOrder("first", "second");
        }
    }

    @Test
    void aPortInUseIsReportedByItsNumber() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(Loopback.at(0));
            int port = other.getLocalPort();
            assertThatThrownBy(() -> kind.start(ServerOptions.temporary().port(port)))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("Cannot start " + kind + " on 127.0.0.1:" + port
                            + ": the port is in use by another process; end that one or choose another port");
        }
    }

    @Test
    void aStartThatTakesTooLongIsReported() {
        ServerOptions hasty = ServerOptions.temporary().startTimeout(Duration.ofMillis(1));
        assertThatThrownBy(() -> kind.start(hasty))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("Cannot start " + kind + " on 127.0.0.1:")
                .hasMessageContaining("it did not answer within 1 ms");
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.getHostAddress().equals("127.0.0.1"))
                .toList();
    }

    private static boolean accepts(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
