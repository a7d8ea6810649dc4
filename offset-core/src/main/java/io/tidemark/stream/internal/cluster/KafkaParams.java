package io.tidemark.stream.internal.cluster;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The settings of a stream's Kafka clients: the job's own settings, and the ones that the stream needs. Settings may be
 * text, as configuration files have them. Numbers and booleans get the types that Kafka defines, because an engine may
 * cast them.
 */
public final class KafkaParams {

    private static final ConfigDef DEFINITIONS = ConsumerConfig.configDef();
    private static final Set<ConfigDef.Type> PARSED = Set.of(
            ConfigDef.Type.BOOLEAN,
            ConfigDef.Type.INT,
            ConfigDef.Type.SHORT,
            ConfigDef.Type.LONG,
            ConfigDef.Type.DOUBLE);

    private KafkaParams() {}

    /** The settings whose text is not of the type that Kafka defines for them. */
    public static List<String> problems(Map<String, Object> settings) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(settings).forEach((name, value) -> {
            try {
                parsed(name, value);
            } catch (ConfigException e) {
                problems.add(name + " is '" + value + "', which is no "
                        + type(name)
                                .map(type -> type.name().toLowerCase(Locale.ROOT))
                                .orElse("value"));
            }
        });
        return problems;
    }

    /** The settings of an admin client. */
    public static Map<String, Object> ofAdmin(Map<String, Object> kafka, Duration timeout) {
        Map<String, Object> params = new HashMap<>();
        Set<String> known = AdminClientConfig.configNames();
        kafka.forEach((key, value) -> {
            if (known.contains(key) || key.startsWith("sasl.") || key.startsWith("ssl.")) {
                params.put(key, parsed(key, value));
            }
        });
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        params.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        params.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis / 2));
        params.remove(AdminClientConfig.CLIENT_ID_CONFIG);
        return params;
    }

    /**
     * The settings of a consumer that reads ranges, without deserializers. It has no group, so that it commits nothing
     * and takes part in no rebalance.
     */
    public static Map<String, Object> ofConsumer(Map<String, Object> kafka) {
        Map<String, Object> params = new HashMap<>();
        kafka.forEach((key, value) -> params.put(key, parsed(key, value)));
        params.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        params.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        params.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        params.remove(ConsumerConfig.CLIENT_ID_CONFIG);
        return params;
    }

    /**
     * Connects an admin client.
     *
     * @param group the group, for messages
     * @param kafka the stream's Kafka settings
     * @param timeout how long it waits for an answer
     * @throws OffsetStoreException if the port speaks another protocol than the settings have
     */
    public static Admin admin(GroupId group, Map<String, Object> kafka, Duration timeout) {
        KafkaConnection.of(kafka).requireProtocol("connect group " + group);
        return Admin.create(ofAdmin(kafka, timeout));
    }

    /**
     * Settings as text: the values of those that Kafka's consumers define and do not treat as
     * passwords; of all others, such as those of a deserializer or an interceptor, the names only.
     */
    public static Map<String, String> shown(Map<String, ?> params) {
        Map<String, String> shown = new TreeMap<>();
        params.forEach((key, value) -> shown.put(key, isPublic(key) ? String.valueOf(value) : "[hidden]"));
        return shown;
    }

    private static boolean isPublic(String key) {
        ConfigDef.ConfigKey definition = DEFINITIONS.configKeys().get(key);
        return definition != null && definition.type != ConfigDef.Type.PASSWORD;
    }

    public static IsolationLevel isolation(Map<String, Object> kafka) {
        Object level = kafka.getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return IsolationLevel.valueOf(String.valueOf(level).toUpperCase(Locale.ROOT));
    }

    /** @throws ConfigException if the text is not of the setting's type */
    private static Object parsed(String name, Object value) {
        Optional<ConfigDef.Type> type = type(name).filter(PARSED::contains);
        return value instanceof String && type.isPresent() ? ConfigDef.parseType(name, value, type.get()) : value;
    }

    private static Optional<ConfigDef.Type> type(String name) {
        return Optional.ofNullable(DEFINITIONS.configKeys().get(name)).map(key -> key.type);
    }
}
