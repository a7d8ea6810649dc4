package io.tidemark.recharge.job;

import io.tidemark.recharge.config.RechargeConfig.KafkaConfig;
import java.util.HashMap;
import java.util.Map;

/** What the example's Kafka clients are given. */
public final class KafkaClients {

    private KafkaClients() {}

    /** The settings that all clients of the configured cluster share. */
    public static Map<String, Object> params(KafkaConfig kafka) {
        Map<String, Object> params = new HashMap<>(kafka.properties());
        params.put("bootstrap.servers", kafka.bootstrapServers());
        return params;
    }
}
