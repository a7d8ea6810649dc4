package io.tidemark.recharge.job;

import io.tidemark.deadletter.DeadLetterTopic;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.KafkaConfig;
import java.util.HashMap;
import java.util.Map;

/** What the example's Kafka clients are given. */
public final class KafkaClients {

    private static final int MOST_POLLED = 100_000;
    private static final int FETCH_BYTES = 1 << 22;

    private KafkaClients() {}

    /** The settings that all clients of the configured cluster share. */
    public static Map<String, Object> params(KafkaConfig kafka) {
        Map<String, Object> params = new HashMap<>(kafka.properties());
        params.put("bootstrap.servers", kafka.bootstrapServers());
        return params;
    }

    /** The same for the job's consumers, which read of a replay's records those that are committed. */
    static Map<String, Object> consumerParams(KafkaConfig kafka) {
        Map<String, Object> params = params(kafka);
        params.putIfAbsent("isolation.level", "read_committed");
        // a poll that empties what was fetched has the consumer fetch on while the records are counted
        params.putIfAbsent("max.poll.records", MOST_POLLED);
        params.putIfAbsent("max.partition.fetch.bytes", FETCH_BYTES);
        return params;
    }

    /** The topic that rejected records go to. */
    public static DeadLetterTopic deadLetters(RechargeConfig config) {
        return new DeadLetterTopic(params(config.kafka()), config.deadLetterTopic());
    }
}
