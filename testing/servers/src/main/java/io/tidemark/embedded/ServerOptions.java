package io.tidemark.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** How to start a server: where its data lives, on which port, with which settings of its own. Immutable. */
public final class ServerOptions {

    /** A broker on a machine with many builds needs more than a minute. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Optional<Path> dataDirectory;
    private final OptionalInt port;
    private final Map<String, String> settings;
    private final Duration startTimeout;

    private ServerOptions(
            Optional<Path> dataDirectory, OptionalInt port, Map<String, String> settings, Duration startTimeout) {
        this.dataDirectory = dataDirectory;
        this.port = port;
        this.settings = Map.copyOf(settings);
        this.startTimeout = startTimeout;
    }

    /** A free port, and a temporary data directory that goes when the server is closed. */
    public static ServerOptions temporary() {
        return new ServerOptions(Optional.empty(), OptionalInt.empty(), Map.of(), START_TIMEOUT);
    }

    /**
     * A free port, and a data directory that is kept: a later server of the same kind goes on where this one stops.
     *
     * @param dataDirectory a directory that is missing, empty, or was made by a server of the same kind
     */
    public static ServerOptions at(Path dataDirectory) {
        Path absolute = dataDirectory.toAbsolutePath().normalize();
        return new ServerOptions(Optional.of(absolute), OptionalInt.empty(), Map.of(), START_TIMEOUT);
    }

    /**
     * The same with a port of the caller's choice.
     *
     * @param number 1 to 65535
     */
    public ServerOptions port(int number) {
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException("Cannot use port " + number + ": a port is 1 to 65535");
        }
        return new ServerOptions(dataDirectory, OptionalInt.of(number), settings, startTimeout);
    }

    /**
     * The same with one more setting of the server's own configuration (a line of {@code redis.conf},
     * {@code server.properties}, {@code my.cnf} or {@code zoo.cfg}); it replaces the one that this module would write.
     * What the module must know itself (addresses, directories) cannot be set.
     *
     * @param key the setting's name, as the server spells it
     * @param value its value; for MariaDB, empty for an option without one
     */
    public ServerOptions setting(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(requireLine(key, "key"), requireLine(value, "value of " + key));
        return new ServerOptions(dataDirectory, port, more, startTimeout);
    }

    /**
     * The same with another limit for one start, from the process's start to its first answer. The default is two
     * minutes; unpacking the server for the first time on a machine does not count.
     */
    public ServerOptions startTimeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("Cannot wait " + limit + " for a start: the limit must be positive");
        }
        return new ServerOptions(dataDirectory, port, settings, limit);
    }

    public Optional<Path> dataDirectory() {
        return dataDirectory;
    }

    public OptionalInt port() {
        return port;
    }

    public Map<String, String> settings() {
        return settings;
    }

    public Duration startTimeout() {
        return startTimeout;
    }

    private static String requireLine(String text, String what) {
        Objects.requireNonNull(text, what);
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("Cannot use the " + what + ": it holds a line break");
        }
        return text;
    }
}
