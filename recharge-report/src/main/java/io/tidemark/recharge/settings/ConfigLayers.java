package io.tidemark.recharge.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The layers of a configuration: the command line overrides the environment, the environment overrides the file, and
 * the file overrides the defaults.
 *
 * <p>An environment variable sets a key if its name is {@code RECHARGE_} and the key in capitals, with {@code _} for
 * every other character: {@code RECHARGE_REDIS_URL} sets {@code redis.url}.
 */
public final class ConfigLayers {

    private static final String VARIABLE_PREFIX = "RECHARGE_";

    private ConfigLayers() {}

    /**
     * Combines the layers.
     *
     * @param defaults every known key with its default
     * @param unchecked accepts the keys that may be missing from the defaults
     * @param file a HOCON, JSON or properties file; empty for the defaults
     * @param environment the environment of the process
     * @param overrides key to value, from the command line
     * @param problems receives one sentence for each unknown key
     * @throws ConfigException if the file cannot be read, or a key is malformed
     */
    public static Config combine(
            Config defaults,
            Predicate<String> unchecked,
            Optional<Path> file,
            Map<String, String> environment,
            Map<String, String> overrides,
            List<String> problems) {
        Config given = file.map(ConfigLayers::parse).orElse(ConfigFactory.empty());
        Config commandLine = over(ConfigFactory.empty(), overrides, "command line");
        String name = file.map(Path::toString).orElse("");
        problems.addAll(unknownKeys(given, defaults, unchecked, name));
        problems.addAll(unknownKeys(commandLine, defaults, unchecked, "the command line"));
        return commandLine
                .withFallback(over(given, environmentKeys(defaults, environment), "environment"))
                .withFallback(defaults)
                .resolve();
    }

    private static Config parse(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigException(
                    List.of("Cannot read the configuration " + file + ": there is no such readable file"));
        }
        try {
            return ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (com.typesafe.config.ConfigException e) {
            throw new ConfigException(List.of("Cannot read the configuration " + file + ": " + e.getMessage()));
        }
    }

    private static Config over(Config base, Map<String, String> values, String origin) {
        Config result = base;
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            ConfigValue value = ConfigValueFactory.fromAnyRef(entry.getValue(), origin);
            try {
                result = result.withValue(entry.getKey(), value);
            } catch (com.typesafe.config.ConfigException e) {
                throw new ConfigException(List.of("Cannot set '" + entry.getKey() + "': it is not a key"));
            }
        }
        return result;
    }

    private static Map<String, String> environmentKeys(Config defaults, Map<String, String> environment) {
        Map<String, String> values = new TreeMap<>();
        defaults.entrySet().forEach(entry -> {
            String value = environment.get(variable(entry.getKey()));
            if (value != null) {
                values.put(entry.getKey(), value);
            }
        });
        return values;
    }

    private static String variable(String key) {
        return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static List<String> unknownKeys(Config given, Config defaults, Predicate<String> unchecked, String origin) {
        List<String> problems = new ArrayList<>();
        given.entrySet().stream()
                .filter(entry -> !unchecked.test(entry.getKey()))
                .filter(entry -> !defaults.hasPathOrNull(entry.getKey()))
                .forEach(entry -> problems.add("Cannot use the key " + entry.getKey() + " of " + origin
                        + ": there is no such key; recharge.conf lists the keys"));
        problems.sort(null);
        return problems;
    }
}
