package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Setting;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Creates the example's configuration for a run. */
final class Configs {

    private static final long RECORDS_PER_MILLI = 1_000;

    private Configs() {}

    /**
     * The defaults, except for the batch: its interval is shorter than a second in the same ratio as its size is
     * smaller than a million.
     */
    static RechargeConfig of(Setting setting, String topic, String group) {
        return ConfigFiles.read(Optional.empty(), Map.of(), settings(setting, topic, group));
    }

    /**
     * The same for one of Tidemark's candidates.
     *
     * @param parts what is counted, and what is left out
     * @param engine the engine
     */
    static RechargeConfig of(Setting setting, String topic, String group, Parts parts, Engine engine) {
        Map<String, String> settings = new HashMap<>(settings(setting, topic, group));
        settings.put("job.engine", engine.name().toLowerCase(Locale.ROOT));
        settings.put(
                "job.checkpoint",
                setting.folder().resolve("checkpoint-" + group).toUri().toString());
        return ConfigFiles.read(
                parts == Parts.PART ? Optional.of(partFile(setting)) : Optional.empty(), Map.of(), settings);
    }

    /** A list is possible in a file only. */
    private static Path partFile(Setting setting) {
        try {
            Files.createDirectories(setting.folder());
            return Files.writeString(
                    setting.folder().resolve("part.conf"), "dictionary { dimensions = [], failure-codes = 1 }\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(Setting setting, String topic, String group) {
        return Map.of(
                "group", group,
                "kafka.topic", topic,
                "kafka.bootstrap-servers", setting.kafka(),
                "redis.url", setting.redis().toString(),
                "store.type", "mysql",
                "store.mysql.url", setting.mysqlUrl(),
                "store.mysql.user", setting.mysqlUser(),
                "store.mysql.password", setting.mysqlPassword(),
                "job.max-records-per-batch", Long.toString(setting.batch()),
                "job.batch-interval", Math.max(100, setting.batch() / RECORDS_PER_MILLI) + "ms");
    }

    /** The parts that Tidemark counts. */
    enum Parts {
        /** All. */
        WHOLE,
        /** All but the dead-letter records. */
        COUNTS,
        /** No dimensions either, and the fewest failure codes that the configuration allows: one of their own. */
        PART
    }
}
