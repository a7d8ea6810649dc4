package io.tidemark.recharge.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads typed values of a configuration. A value that is wrong adds a sentence to the problems and is replaced by a
 * harmless one, so that all problems are reported at once. Not thread-safe.
 */
public abstract class SettingsReader {

    /** The configuration, with a value for each key. */
    protected final Config config;

    /** Receives one sentence for each problem. */
    protected final List<String> problems;

    /**
     * A reader.
     *
     * @param config a configuration with a value for each key
     * @param problems receives one sentence for each problem
     */
    protected SettingsReader(Config config, List<String> problems) {
        this.config = config;
        this.problems = problems;
    }

    /** The Redis of the section {@code redis}. */
    protected final RedisAccess redisAccess() {
        return new RedisAccess(redisUrl("redis.url"), text("redis.user"), secret("redis"), positive("redis.timeout"));
    }

    /** A duration of at least {@code least}. */
    protected final Duration atLeast(String key, Duration least) {
        Duration duration = positive(key);
        if (duration.compareTo(least) < 0) {
            problems.add("Cannot use " + key + " = " + shown(key) + ": it must be at least " + least.toMillis() + "ms");
        }
        return duration;
    }

    /** A list, or one text with commas, the format of the environment and the command line. */
    protected final <T> Set<T> set(String key, Function<String, T> parse) {
        List<String> texts = value(
                key,
                (from, path) -> from.getValue(path).valueType() == ConfigValueType.STRING
                        ? List.of(from.getString(path).split(","))
                        : from.getStringList(path),
                "a list of texts",
                List.of());
        Set<T> values = new LinkedHashSet<>();
        for (String text : texts) {
            try {
                if (!text.isBlank()) {
                    values.add(parse.apply(text.strip()));
                }
            } catch (IllegalArgumentException e) {
                problems.add("Cannot use " + key + ": " + e.getMessage());
            }
        }
        return values;
    }

    /** A text; may be empty. */
    protected final String text(String key) {
        return value(key, Config::getString, "a text", "");
    }

    /** A text that is not blank. */
    protected final String required(String key) {
        String text = text(key);
        if (text.isBlank()) {
            problems.add("Cannot use " + key + ": it is empty");
            return "unset";
        }
        return text;
    }

    /** A text; absent if it is blank. */
    protected final Optional<String> optional(String key) {
        return Optional.of(text(key)).filter(text -> !text.isBlank());
    }

    /** A duration that is longer than zero. */
    protected final Duration positive(String key) {
        Duration duration = value(
                key, Config::getDuration, "a time with its unit, such as 1s, 500ms or 31d", Duration.ofSeconds(1));
        if (duration.isNegative() || duration.isZero()) {
            problems.add("Cannot use " + key + " = " + shown(key) + ": it must be positive");
        }
        return duration;
    }

    /** A whole number within bounds, both inclusive. */
    protected final long number(String key, long least, long most) {
        long number = value(key, Config::getLong, "a whole number", least);
        if (number < least || number > most) {
            problems.add("Cannot use " + key + " = " + number + ": it must be from " + least + " to " + most);
            return least;
        }
        return number;
    }

    /** The {@code password} of a section, or the content of the file that {@code password-file} names. */
    protected final Secret secret(String section) {
        String direct = text(section + ".password");
        Optional<String> file = optional(section + ".password-file");
        if (file.isEmpty()) {
            return new Secret(direct);
        }
        if (!direct.isEmpty()) {
            problems.add("Cannot use " + section + ".password and " + section + ".password-file: set one of them");
            return new Secret(direct);
        }
        try {
            return new Secret(Files.readString(Path.of(file.get())).strip());
        } catch (IOException | InvalidPathException e) {
            problems.add("Cannot use " + section + ".password-file = " + file.get() + ": it cannot be read");
            return new Secret("");
        }
    }

    /** The URL of a Redis, without user and password. */
    protected final URI redisUrl(String key) {
        URI url = uri(key, required(key));
        boolean usable = ("redis".equals(url.getScheme()) || "rediss".equals(url.getScheme())) && url.getHost() != null;
        if (!usable) {
            problems.add("Cannot use " + key + ": it must be of the form redis://host:port or rediss://host:port");
        } else if (url.getUserInfo() != null) {
            problems.add("Cannot use " + key + ": user and password have keys of their own");
        }
        return url;
    }

    /** Parses a URI; the key is for the message. */
    protected final URI uri(String key, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            problems.add("Cannot use " + key + ": it is not a URL");
            return URI.create("redis://127.0.0.1:6379");
        }
    }

    /** A value of any type. If it cannot be read, the message says which {@code form} it must have. */
    protected final <T> T value(String key, Typed<T> typed, String form, T fallback) {
        try {
            return typed.read(config, key);
        } catch (com.typesafe.config.ConfigException e) {
            problems.add("Cannot use " + key + " = " + shown(key) + ": it must be " + form);
            return fallback;
        }
    }

    private String shown(String key) {
        return key.contains("password")
                ? "***"
                : String.valueOf(config.getValue(key).unwrapped());
    }

    /** Reads a value of a type. */
    @FunctionalInterface
    protected interface Typed<T> {
        /** Reads the value of a key. */
        T read(Config config, String key);
    }
}
