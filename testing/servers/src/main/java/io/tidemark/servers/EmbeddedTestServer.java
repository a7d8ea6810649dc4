package io.tidemark.servers;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** What all embedded servers have in common. */
abstract class EmbeddedTestServer<S extends EmbeddedServer> implements TestServer, Logging {

    private final S server;

    EmbeddedTestServer(S server) {
        this.server = server;
    }

    /** What an embedded server takes. */
    static ServerOptions options(ServerSetup setup) {
        ServerOptions options = ServerOptions.temporary();
        for (Map.Entry<String, String> setting :
                setup.settings(file -> file.toAbsolutePath().toString()).entrySet()) {
            options = options.setting(setting.getKey(), setting.getValue());
        }
        return options;
    }

    final S server() {
        return server;
    }

    @Override
    public final String image() {
        return "embedded";
    }

    @Override
    public final String imageUsed() {
        return image();
    }

    @Override
    public final String logText() {
        try {
            return Files.readString(server.log());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public final String address() {
        return server.address();
    }

    @Override
    public final int port() {
        return server.port();
    }

    @Override
    public final boolean isRunning() {
        return server.isRunning();
    }

    @Override
    public final void restart() {
        server.restart();
    }

    @Override
    public final void stop() {
        server.stop();
    }

    @Override
    public final void kill() {
        server.kill();
    }

    @Override
    public final void freeze() {
        server.freeze();
    }

    @Override
    public final void thaw() {
        server.thaw();
    }

    @Override
    public final void close() {
        server.close();
    }

    @Override
    public final String toString() {
        return server.toString();
    }
}
