package io.tidemark.recharge.config;

import com.typesafe.config.Config;
import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.config.RechargeConfig.JobConfig;
import io.tidemark.recharge.config.RechargeConfig.KafkaConfig;
import io.tidemark.recharge.config.RechargeConfig.RedisConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.record.InvalidDictionaryException;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.settings.SettingsReader;
import io.tidemark.stream.EmptySinkPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Converts the keys to values. Notes the problem of each wrong value and continues with a harmless one. */
final class ConfigReader extends SettingsReader {

    ConfigReader(Config config, List<String> problems) {
        super(config, problems);
    }

    RechargeConfig read() {
        if (text("job.engine").equalsIgnoreCase(Engine.STRUCTURED.name())
                && optional("job.stop-marker").isPresent()) {
            problems.add("Cannot use job.stop-marker with job.engine = structured: a query has no stop marker; leave it"
                    + " empty, and end the process with SIGTERM");
        }
        String preset = text("preset");
        return new RechargeConfig(
                required("group"),
                preset,
                dictionary(preset),
                new KafkaConfig(required("kafka.bootstrap-servers"), required("kafka.topic"), map("kafka.properties")),
                deadLetterTopic("dead-letters.topic", "kafka.topic"),
                store(),
                new RedisConfig(
                        redisUrl("redis.url"),
                        text("redis.user"),
                        secret("redis"),
                        positive("redis.timeout"),
                        retention("redis.retain-minutes"),
                        retention("redis.retain-hours"),
                        retention("redis.retain-days"),
                        (int) number("redis.max-write-size", 1, 10_000_000),
                        (int) number("redis.expected-days", 1, 100_000)),
                new JobConfig(
                        oneOf("job.engine", Engine.class, Engine.DSTREAMS),
                        optional("job.checkpoint"),
                        optional("job.master"),
                        positive("job.batch-interval"),
                        number("job.max-records-per-batch", 1, Long.MAX_VALUE),
                        start("job.start"),
                        oneOf("job.out-of-range", OutOfRangePolicy.class, OutOfRangePolicy.FAIL),
                        oneOf("job.empty-sink", EmptySinkPolicy.class, EmptySinkPolicy.FAIL),
                        (int) number("job.restarts", 0, Integer.MAX_VALUE),
                        positive("job.stop-timeout"),
                        optional("job.stop-marker").map(marker -> uri("job.stop-marker", marker))));
    }

    private String deadLetterTopic(String key, String sourceKey) {
        String source = text(sourceKey);
        String topic = optional(key).orElse(DeadLetterTopic.usualName(source));
        if (topic.equals(source)) {
            problems.add("Cannot use " + key + " = " + topic + ": it is the topic that the job reads");
        }
        return topic;
    }

    /** Checks only the keys of the chosen store: the others may be defaults. */
    private StoreConfig store() {
        return switch (oneOf("store.type", StoreType.class, StoreType.MYSQL)) {
            case MYSQL ->
                new StoreConfig.MySql(jdbcUrl("store.mysql.url"), text("store.mysql.user"), secret("store.mysql"));
            case POSTGRESQL ->
                new StoreConfig.PostgreSql(
                        jdbcUrl("store.postgresql.url"), text("store.postgresql.user"), secret("store.postgresql"));
            case ZOOKEEPER ->
                new StoreConfig.ZooKeeper(
                        required("store.zookeeper.connect-string"),
                        positive("store.zookeeper.session-timeout"),
                        text("store.zookeeper.user"),
                        secret("store.zookeeper"));
            case HBASE -> new StoreConfig.HBase(required("store.hbase.url"), map("store.hbase.properties"));
            case KAFKA -> new StoreConfig.Kafka(storeCluster());
            case HDFS -> new StoreConfig.Hdfs(required("store.hdfs.url"), map("store.hdfs.settings"));
        };
    }

    private KafkaConfig storeCluster() {
        Optional<String> another = optional("store.kafka.bootstrap-servers");
        return new KafkaConfig(
                another.orElseGet(() -> text("kafka.bootstrap-servers")),
                text("kafka.topic"),
                map(another.isPresent() ? "store.kafka.properties" : "kafka.properties"));
    }

    private TagDictionary dictionary(String preset) {
        try {
            return TagDictionary.of(config.getConfig("dictionary").withFallback(TagDictionary.presetConfig(preset)));
        } catch (InvalidDictionaryException e) {
            problems.addAll(List.of(e.getMessage() == null ? "Cannot read the dictionary" : e.getMessage()));
            return TagDictionary.preset("guangdong");
        }
    }

    private Map<String, String> map(String key) {
        Map<String, String> map = new TreeMap<>();
        config.getConfig(key)
                .entrySet()
                .forEach(entry -> map.put(
                        entry.getKey().replace("\"", ""),
                        String.valueOf(entry.getValue().unwrapped())));
        return map;
    }

    private Optional<Duration> retention(String key) {
        return text(key).equals("forever") ? Optional.empty() : Optional.of(positive(key));
    }

    private <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
        String text = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        String all = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        problems.add("Cannot use " + key + " = " + text + ": it must be one of " + all);
        return fallback;
    }

    private StartPosition start(String key) {
        String text = text(key);
        if (text.equalsIgnoreCase("earliest")) {
            return StartPosition.earliest();
        }
        if (text.equalsIgnoreCase("latest")) {
            return StartPosition.latest();
        }
        try {
            return StartPosition.at(Instant.parse(text));
        } catch (DateTimeParseException e) {
            problems.add("Cannot use " + key + " = " + text
                    + ": it must be earliest, latest or a time such as 2026-01-01T00:00:00Z");
            return StartPosition.earliest();
        }
    }

    private String jdbcUrl(String key) {
        String url = required(key);
        if (!url.startsWith("jdbc:")) {
            problems.add("Cannot use " + key + ": it must begin with jdbc:, such as jdbc:mysql://host:3306/database");
        } else if (url.matches("(?i).*[?&](user|password)=.*") || url.matches("jdbc:[^/]*//[^/]*@.*")) {
            problems.add("Cannot use " + key + ": user and password have keys of their own");
        }
        return url;
    }
}
