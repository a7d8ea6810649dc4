package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Setting;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
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
        return ConfigFiles.read(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "group", group,
                        "kafka.topic", topic,
                        "kafka.bootstrap-servers", setting.kafka(),
                        "redis.url", setting.redis().toString(),
                        "store.type", "mysql",
                        "store.mysql.url", setting.mysqlUrl(),
                        "store.mysql.user", setting.mysqlUser(),
                        "store.mysql.password", setting.mysqlPassword(),
                        "job.max-records-per-batch", Long.toString(setting.batch()),
                        "job.batch-interval", Math.max(100, setting.batch() / RECORDS_PER_MILLI) + "ms"));
    }
}
