package io.tidemark.recharge.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.settings.ConfigException;
import io.tidemark.recharge.settings.ConfigLayers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the configuration of the job; {@link ConfigLayers} describes its layers. */
public final class ConfigFiles {

    /** Not checked here: the names are Kafka's, or the readers of the dictionary and of the page check them. */
    private static final List<String> UNCHECKED =
            List.of("kafka.properties.", "store.kafka.properties.", "dictionary.", "site.");

    private ConfigFiles() {}

    /**
     * Reads a configuration.
     *
     * @param file a HOCON, JSON or properties file; empty for the defaults
     * @param environment the environment of the process
     * @param overrides key to value, from the command line
     * @throws ConfigException if the file cannot be read, a key is unknown or a value is wrong; it names every problem
     */
    public static RechargeConfig read(
            Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        Config defaults = ConfigFactory.parseResources(ConfigFiles.class.getClassLoader(), "recharge-defaults.conf");
        List<String> problems = new ArrayList<>();
        Config all = ConfigLayers.combine(
                defaults, key -> UNCHECKED.stream().anyMatch(key::startsWith), file, environment, overrides, problems);
        RechargeConfig config = new ConfigReader(all, problems).read();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }
}
