package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that define a command's configuration. */
final class ConfigOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration (HOCON, JSON or properties); recharge.conf describes its keys."
                    + " Variables RECHARGE_… of the environment override it.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key of the configuration, such as --set redis.url=redis://other:6379.")
    private Map<String, String> overrides = new HashMap<>();

    RechargeConfig read() {
        return ConfigFiles.read(file, System.getenv(), overrides);
    }

    /** Reads the configuration. Overrides from the command's own options take precedence over {@code --set}. */
    RechargeConfig read(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(overrides);
        all.putAll(options);
        return ConfigFiles.read(file, System.getenv(), all);
    }
}
