package io.tidemark.spark;

import io.tidemark.stream.internal.cluster.KafkaParams;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The settings of the consumers that Spark creates for a stream. */
final class ConsumerParams {

    private ConsumerParams() {}

    /** For the executors' consumers. They have no group, so that nothing can be committed or rebalanced there. */
    static Map<String, Object> ofExecutors(StreamSettings<?, ?> settings) {
        Map<String, Object> params = KafkaParams.ofConsumer(settings.kafka());
        params.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, settings.keyDeserializer());
        params.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, settings.valueDeserializer());
        return params;
    }

    /** For Spark's direct stream, which requires a group's name but never uses it here. */
    static Map<String, Object> ofDirectStream(StreamSettings<?, ?> settings) {
        Map<String, Object> params = ofExecutors(settings);
        params.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group().value());
        return params;
    }
}
