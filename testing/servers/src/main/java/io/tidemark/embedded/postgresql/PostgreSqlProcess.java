package io.tidemark.embedded.postgresql;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.FileTrees;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PostgreSQL, on a copy of the data directory that is prepared once per machine. */
final class PostgreSqlProcess extends ServerProcess implements EmbeddedPostgreSql {

    static final String USER = "tidemark";
    static final String PASSWORD = "tidemark";
    static final String DATABASE = "tidemark";

    private static final int PROTOCOL_3 = 3 << 16;
    private static final int ERROR_START = 5;
    private static final int ERROR_TEXT = 120;

    private final ServerUser user = ServerUser.current();

    PostgreSqlProcess(ServerOptions options) {
        super(
                "PostgreSQL",
                options,
                Set.of("port", "listen_addresses", "data_directory", "unix_socket_directories", "config_file"));
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        PostgreSqlInstallation installation = PostgreSqlInstallation.unpacked(user);
        if (Files.notExists(home.data())) {
            FileTrees.copyAtomically(installation.preparedData(), home.data());
            user.own(home.data());
        }
        new SharedMemory(home.data()).awaitUnused();

        Map<String, String> settings = new LinkedHashMap<>();
        // what is in the system's cache survives the end of the server
        settings.put("fsync", isTemporary() ? "off" : "on");
        settings.put("shared_buffers", "32MB");
        settings.put("min_wal_size", "32MB");
        settings.put("max_wal_size", "256MB");
        settings.put("dynamic_shared_memory_type", "mmap");
        settings.put("log_line_prefix", "%m [%p] ");
        settings.putAll(settings());

        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + " = '" + value.replace("'", "''") + "'"));
        lines.add("listen_addresses = '127.0.0.1'");
        lines.add("port = " + listenPort);
        lines.add("unix_socket_directories = ''");
        return installation.command(
                "postgres", "-D", home.data().toString(), "--config-file=" + home.write("postgresql.conf", lines));
    }

    /** The signal for a fast shutdown: TERM would wait for all clients to go. */
    @Override
    protected String stopSignal() {
        return "INT";
    }

    @Override
    protected void clearUp() {
        try {
            new SharedMemory(dataDirectory().resolve("data")).remove();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins a login: a server that is ready asks for the password, or refuses a connection without TLS. */
    @Override
    protected boolean answers(Duration limit) {
        return ServerCheck.succeeds(port(), limit, (in, out) -> {
            ByteArrayOutputStream parameters = new ByteArrayOutputStream();
            for (String text : List.of("user", USER, "database", DATABASE)) {
                parameters.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
                parameters.write(0);
            }
            parameters.write(0);
            DataOutputStream request = new DataOutputStream(out);
            request.writeInt(4 + 4 + parameters.size());
            request.writeInt(PROTOCOL_3);
            request.write(parameters.toByteArray());
            request.flush();
            int kind = in.read();
            if (kind != 'E') {
                return kind == 'R';
            }
            String error = new String(in.readNBytes(ERROR_START + ERROR_TEXT), StandardCharsets.UTF_8);
            return error.contains("C28000");
        });
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return PASSWORD;
    }
}
