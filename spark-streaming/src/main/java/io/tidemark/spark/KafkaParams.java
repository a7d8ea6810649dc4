package io.tidemark.spark;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;

/** What the clients of a stream are given: the job's own settings, and what the stream depends on. */
final class KafkaParams {

    private KafkaParams() {}

    /** For the driver's look at the cluster. */
    static Map<String, Object> ofAdmin(StreamSettings<?, ?> settings) {
        Map<String, Object> params = new HashMap<>();
        Set<String> known = AdminClientConfig.configNames();
        settings.kafka().forEach((key, value) -> {
            if (known.contains(key) || key.startsWith("sasl.") || key.startsWith("ssl.")) {
                params.put(key, value);
            }
        });
        int timeout =
                (int) Math.min(Integer.MAX_VALUE, settings.clusterTimeout().toMillis());
        params.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
        params.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, timeout / 2));
        params.remove(AdminClientConfig.CLIENT_ID_CONFIG);
        return params;
    }

    /** For the executors' reading: no group, so that nothing can be committed or rebalanced there. */
    static Map<String, Object> ofExecutors(StreamSettings<?, ?> settings) {
        HashMap<String, Object> params = new HashMap<>(settings.kafka());
        params.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, settings.keyDeserializer());
        params.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, settings.valueDeserializer());
        params.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        params.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        params.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        params.remove(ConsumerConfig.CLIENT_ID_CONFIG);
        return params;
    }

    /** For Spark's direct stream, which insists on a group's name but never uses it here. */
    static Map<String, Object> ofDirectStream(StreamSettings<?, ?> settings) {
        Map<String, Object> params = ofExecutors(settings);
        params.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group().value());
        return params;
    }

    /** The cluster's address, as messages name it. */
    static String brokers(StreamSettings<?, ?> settings) {
        Object brokers = settings.kafka().getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "");
        return brokers instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : brokers.toString();
    }

    static IsolationLevel isolation(StreamSettings<?, ?> settings) {
        Object level = settings.kafka().getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return IsolationLevel.valueOf(String.valueOf(level).toUpperCase(Locale.ROOT));
    }
}
