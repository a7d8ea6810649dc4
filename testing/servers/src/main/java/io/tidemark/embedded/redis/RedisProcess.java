package io.tidemark.embedded.redis;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.Cache;
import io.tidemark.embedded.process.DataDirectory;
import io.tidemark.embedded.process.Executables;
import io.tidemark.embedded.process.Machine;
import io.tidemark.embedded.process.Resources;
import io.tidemark.embedded.process.ServerCheck;
import io.tidemark.embedded.process.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Redis, as the native program in the jar of {@code org.signal:embedded-redis}. */
final class RedisProcess extends ServerProcess implements EmbeddedRedis {

    private static final String VERSION = "7.0.15";
    private static final Set<Machine> MACHINES = Set.of(
            new Machine("linux", "amd64"),
            new Machine("linux", "arm64"),
            new Machine("darwin", "amd64"),
            new Machine("darwin", "arm64"));

    RedisProcess(ServerOptions options) {
        super("Redis", options, Set.of("port", "bind", "dir", "daemonize", "logfile", "unixsocket"));
    }

    @Override
    protected List<String> prepare(DataDirectory home, int listenPort) throws IOException {
        Path program = program();
        Files.createDirectories(home.data());

        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("save", "\"\"");
        settings.put("appendonly", "yes");
        // everysec may answer up to two seconds before it writes: a kill would lose what was acknowledged
        settings.put("appendfsync", isTemporary() ? "no" : "always");
        settings.putAll(settings());

        List<String> lines = new ArrayList<>();
        lines.add("bind 127.0.0.1");
        lines.add("port " + listenPort);
        // relative to the process's directory, because the path may hold what needs quoting
        lines.add("dir " + home.root().relativize(home.data()));
        settings.forEach((key, value) -> lines.add(key + " " + value));
        return List.of(program.toString(), home.write("redis.conf", lines).toString());
    }

    private static Path program() {
        Machine machine = Machine.current();
        machine.requireOneOf("Redis", MACHINES);
        String build = "redis-server-" + VERSION + "-" + machine.name();
        Path directory = Cache.ofUser().directory(build, fresh -> {
            Path target = fresh.resolve("redis-server");
            Resources.copy(build, target);
            Executables.mark(target);
        });
        return directory.resolve("redis-server");
    }

    @Override
    protected boolean answers(Duration limit) {
        return ServerCheck.succeeds(port(), limit, (in, out) -> {
            out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(in.readNBytes(5), StandardCharsets.US_ASCII);
            // a server that wants a password first does work; one that still loads its data says -LOADING
            return answer.equals("+PONG") || answer.equals("-NOAU");
        });
    }
}
