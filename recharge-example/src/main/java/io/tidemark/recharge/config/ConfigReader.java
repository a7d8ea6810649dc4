package io.tidemark.recharge.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.recharge.config.RechargeConfig.JobConfig;
import io.tidemark.recharge.config.RechargeConfig.KafkaConfig;
import io.tidemark.recharge.config.RechargeConfig.RedisConfig;
import io.tidemark.recharge.config.RechargeConfig.SiteConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.deadletter.DeadLetterTopic;
import io.tidemark.recharge.record.InvalidDictionaryException;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.site.AddressRange;
import io.tidemark.site.HostName;
import io.tidemark.stream.EmptySinkPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes values of the keys and notes what is wrong with each, going on with something harmless. */
final class ConfigReader {

    private final Config config;
    private final List<String> problems;

    ConfigReader(Config config, List<String> problems) {
        this.config = config;
        this.problems = problems;
    }

    RechargeConfig read() {
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
                        optional("job.master"),
                        positive("job.batch-interval"),
                        number("job.max-records-per-batch", 1, Long.MAX_VALUE),
                        start("job.start"),
                        oneOf("job.out-of-range", OutOfRangePolicy.class, OutOfRangePolicy.FAIL),
                        oneOf("job.empty-sink", EmptySinkPolicy.class, EmptySinkPolicy.FAIL),
                        (int) number("job.restarts", 0, Integer.MAX_VALUE),
                        positive("job.stop-timeout"),
                        optional("job.stop-marker").map(marker -> uri("job.stop-marker", marker))),
                site());
    }

    private SiteConfig site() {
        return new SiteConfig(
                required("site.host"),
                (int) number("site.port", 0, 65_535),
                atLeast("site.tick", Duration.ofMillis(50)),
                positive("site.late-after"),
                atLeast("site.stale-after", positive("site.late-after")),
                positive("site.read-limit"),
                optional("site.map").map(Path::of),
                secret("site"),
                set("site.host-names", HostName::new),
                set("site.trusted-proxies", AddressRange::of),
                (int) number("site.max-streams", 1, 100_000),
                (int) number("site.max-streams-per-client", 1, 100_000));
    }

    private Duration atLeast(String key, Duration least) {
        Duration duration = positive(key);
        if (duration.compareTo(least) < 0) {
            problems.add("Cannot use " + key + " = " + shown(key) + ": it must be at least " + least.toMillis() + "ms");
        }
        return duration;
    }

    /** A list, or one text with commas, as the environment and the command line give it. */
    private <T> Set<T> set(String key, Function<String, T> parse) {
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

    private String deadLetterTopic(String key, String sourceKey) {
        String source = text(sourceKey);
        String topic = optional(key).orElse(DeadLetterTopic.usualName(source));
        if (topic.equals(source)) {
            problems.add("Cannot use " + key + " = " + topic + ": it is the topic that is read");
        }
        return topic;
    }

    /** Only the chosen store's keys are judged: the others' may be anybody's defaults. */
    private StoreConfig store() {
        return switch (oneOf("store.type", StoreType.class, StoreType.MYSQL)) {
            case MYSQL ->
                new StoreConfig.MySql(jdbcUrl("store.mysql.url"), text("store.mysql.user"), secret("store.mysql"));
            case ZOOKEEPER ->
                new StoreConfig.ZooKeeper(
                        required("store.zookeeper.connect-string"),
                        positive("store.zookeeper.session-timeout"),
                        text("store.zookeeper.user"),
                        secret("store.zookeeper"));
            case KAFKA -> new StoreConfig.Kafka(storeCluster());
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

    private String text(String key) {
        return value(key, Config::getString, "a text", "");
    }

    private String required(String key) {
        String text = text(key);
        if (text.isBlank()) {
            problems.add("Cannot use " + key + ": it is empty");
            return "unset";
        }
        return text;
    }

    private Optional<String> optional(String key) {
        return Optional.of(text(key)).filter(text -> !text.isBlank());
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

    private Duration positive(String key) {
        Duration duration = value(
                key, Config::getDuration, "a time with its unit, such as 1s, 500ms or 31d", Duration.ofSeconds(1));
        if (duration.isNegative() || duration.isZero()) {
            problems.add("Cannot use " + key + " = " + shown(key) + ": it must be positive");
        }
        return duration;
    }

    private Optional<Duration> retention(String key) {
        return text(key).equals("forever") ? Optional.empty() : Optional.of(positive(key));
    }

    private long number(String key, long least, long most) {
        long number = value(key, Config::getLong, "a whole number", least);
        if (number < least || number > most) {
            problems.add("Cannot use " + key + " = " + number + ": it must be from " + least + " to " + most);
            return least;
        }
        return number;
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

    /** The secret itself, or what stands in the file that is named instead. */
    private Secret secret(String section) {
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

    private String jdbcUrl(String key) {
        String url = required(key);
        if (!url.startsWith("jdbc:")) {
            problems.add("Cannot use " + key + ": it must begin with jdbc:, such as jdbc:mysql://host:3306/database");
        } else if (url.matches("(?i).*[?&](user|password)=.*") || url.matches("jdbc:[^/]*//[^/]*@.*")) {
            problems.add("Cannot use " + key + ": user and password have keys of their own");
        }
        return url;
    }

    private URI redisUrl(String key) {
        URI url = uri(key, required(key));
        boolean usable = ("redis".equals(url.getScheme()) || "rediss".equals(url.getScheme())) && url.getHost() != null;
        if (!usable) {
            problems.add("Cannot use " + key + ": it must be of the form redis://host:port or rediss://host:port");
        } else if (url.getUserInfo() != null) {
            problems.add("Cannot use " + key + ": user and password have keys of their own");
        }
        return url;
    }

    private URI uri(String key, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            problems.add("Cannot use " + key + ": it is no URL");
            return URI.create("redis://127.0.0.1:6379");
        }
    }

    private <T> T value(String key, Typed<T> typed, String form, T fallback) {
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

    @FunctionalInterface
    private interface Typed<T> {
        T read(Config config, String key);
    }
}
