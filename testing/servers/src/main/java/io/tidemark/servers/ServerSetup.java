package io.tidemark.servers;

import io.tidemark.embedded.ServerOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Settings of a server's own configuration, for tests that need other ones than the standard. Immutable.
 */
public final class ServerSetup {

    private static final ServerSetup STANDARD = new ServerSetup(Map.of(), Map.of(), Set.of(), Optional.empty());

    private final Map<String, String> texts;
    private final Map<String, Path> files;
    private final Set<Integer> ports;
    private final Optional<ServerKind> kind;

    private ServerSetup(
            Map<String, String> texts, Map<String, Path> files, Set<Integer> ports, Optional<ServerKind> kind) {
        this.texts = Collections.unmodifiableMap(texts);
        this.files = Collections.unmodifiableMap(files);
        this.ports = Set.copyOf(ports);
        this.kind = kind;
    }

    /** No setting but the standard ones. */
    public static ServerSetup standard() {
        return STANDARD;
    }

    /**
     * The same with one more setting.
     *
     * @param key as the server spells it
     * @param value its value
     */
    public ServerSetup setting(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(texts);
        more.put(key, value);
        return new ServerSetup(more, files, ports, kind);
    }

    /**
     * The same with one more setting whose value is a file that the server reads.
     *
     * @param key as the server spells it
     * @param file of the test; a container sees it, and all may read it
     */
    public ServerSetup file(String key, Path file) {
        Map<String, Path> more = new LinkedHashMap<>(files);
        more.put(key, file);
        return new ServerSetup(texts, more, ports, kind);
    }

    /**
     * The same with one more port that the settings make the server listen on.
     *
     * @param number of this machine, and of the container if it is one
     */
    public ServerSetup port(int number) {
        Set<Integer> more = new HashSet<>(ports);
        more.add(number);
        return new ServerSetup(texts, files, more, kind);
    }

    /** The same for a server of this kind, whatever the system property {@code tidemark.servers} says. */
    public ServerSetup as(ServerKind wanted) {
        return new ServerSetup(texts, files, ports, Optional.of(wanted));
    }

    /** What the server is to be. */
    ServerKind kind() {
        return kind.orElseGet(ServerKind::current);
    }

    /** All settings, the files' paths as the server will see them. */
    Map<String, String> settings(Function<Path, String> seen) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        files.forEach((key, file) -> all.put(key, seen.apply(file)));
        return all;
    }

    /** The same for an embedded server. */
    ServerOptions embedded() {
        ServerOptions options = ServerOptions.temporary();
        for (Map.Entry<String, String> setting :
                settings(file -> file.toAbsolutePath().toString()).entrySet()) {
            options = options.setting(setting.getKey(), setting.getValue());
        }
        return options;
    }

    /** The ports beside the server's own. */
    Set<Integer> ports() {
        return ports;
    }

    /** The files, each once. */
    Set<Path> files() {
        return Set.copyOf(files.values());
    }
}
