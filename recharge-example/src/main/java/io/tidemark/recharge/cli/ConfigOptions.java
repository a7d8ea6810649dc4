package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command's configuration comes from. */
final class ConfigOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration (HOCON, JSON or properties); recharge.conf explains its keys."
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

    /** Reads it with overrides of the command's own options, which stand above {@code --set}. */
    RechargeConfig read(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(overrides);
        all.putAll(options);
        return ConfigFiles.read(file, System.getenv(), all);
    }
}
