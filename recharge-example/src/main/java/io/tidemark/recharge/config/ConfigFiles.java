package io.tidemark.recharge.config;

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

/**
 * Reads the configuration: the defaults, over them the file, over it the environment, over that the command line.
 *
 * <p>A variable of the environment sets the key whose name it is, in capitals, with {@code RECHARGE_} before it and
 * {@code _} for every other character: {@code RECHARGE_REDIS_URL} sets {@code redis.url}.
 */
public final class ConfigFiles {

    private static final String VARIABLE_PREFIX = "RECHARGE_";
    /** Below these keys the names are Kafka's, or the dictionary's own reader's, to judge. */
    private static final List<String> OPEN = List.of("kafka.properties.", "store.kafka.properties.", "dictionary.");

    private ConfigFiles() {}

    /**
     * Reads a configuration.
     *
     * @param file a HOCON, JSON or properties file; empty for the defaults
     * @param environment the process's environment
     * @param overrides key to value, from the command line
     * @throws ConfigException if the file cannot be read, a key is unknown or a value is wrong; it names every problem
     */
    public static RechargeConfig read(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        Config defaults = ConfigFactory.parseResources(ConfigFiles.class.getClassLoader(), "recharge-defaults.conf");
        Config given = file.map(ConfigFiles::parse).orElse(ConfigFactory.empty());
        List<String> problems = new ArrayList<>(
                unknownKeys(given, defaults, file.map(Path::toString).orElse("")));
        given = over(given, environmentKeys(defaults, environment), "environment");
        Config commandLine = over(ConfigFactory.empty(), overrides, "command line");
        problems.addAll(unknownKeys(commandLine, defaults, "the command line"));
        Config all = commandLine.withFallback(given).withFallback(defaults).resolve();
        ConfigReader reader = new ConfigReader(all, problems);
        RechargeConfig config = reader.read();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
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
                throw new ConfigException(List.of("Cannot set '" + entry.getKey() + "': it is no key"));
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

    private static List<String> unknownKeys(Config given, Config defaults, String origin) {
        List<String> problems = new ArrayList<>();
        given.entrySet().stream()
                .filter(entry -> OPEN.stream().noneMatch(entry.getKey()::startsWith))
                .filter(entry -> !defaults.hasPathOrNull(entry.getKey()))
                .forEach(entry -> problems.add("Cannot use the key " + entry.getKey() + " of " + origin
                        + ": there is no such key; recharge.conf explains those that there are"));
        problems.sort(null);
        return problems;
    }
}
