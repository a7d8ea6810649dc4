package io.tidemark.spark.internal.driver;

import io.tidemark.stream.keeping.LogWatch;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.streaming.kafka010.ConsumerStrategy;

/** Hands Spark's direct stream the consumer that answers from a {@link LogWatch}. */
public final class LogWatchStrategy<K, V> extends ConsumerStrategy<K, V> {

    private final transient Consumer<K, V> consumer;
    private final Map<String, Object> executorParams;

    public LogWatchStrategy(Consumer<K, V> consumer, Map<String, Object> executorParams) {
        this.consumer = consumer;
        this.executorParams = executorParams;
    }

    @Override
    public Map<String, Object> executorKafkaParams() {
        return executorParams;
    }

    @Override
    public Consumer<K, V> onStart(Map<TopicPartition, Long> currentOffsets) {
        return consumer;
    }
}
