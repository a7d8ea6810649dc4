package io.tidemark.deadletter;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The topic of rejected records. Immutable.
 *
 * @param kafka the settings of Kafka's clients; they may hold secrets
 * @param name the topic
 * @since 0.1
 */
public record DeadLetterTopic(Map<String, Object> kafka, String name) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** How much larger the headers may make a record of the maximum size of its topic. */
    private static final int HEADERS_BYTES = 64 * 1024;

    public DeadLetterTopic {
        kafka = new HashMap<>(kafka);
    }

    /** The default name of the topic. */
    public static String usualName(String source) {
        return source + "-dead-letters";
    }

    /**
     * Creates the topic unless it exists: with as many partitions as the largest source, without retention, and for
     * records of the sources' maximum size.
     *
     * @param sources the topics that the records are read from; those that do not exist are ignored
     * @throws DeadLetterException if it does not exist and cannot be created
     */
    public void ensure(Collection<String> sources) {
        try (TopicCreation creation = new TopicCreation(name, known(AdminClientConfig.configNames()))) {
            creation.ensure(sources, HEADERS_BYTES);
        }
    }

    /** The settings of a producer of dead-letter records. */
    Map<String, Object> producer() {
        Map<String, Object> settings = known(ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // the record may have been in a compressed batch, and must fit into a batch again
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1 << 27);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1L << 27);
        // nothing waits for it, because a task flushes at its end; larger batches compress better
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 100);
        settings.remove(ProducerConfig.CLIENT_ID_CONFIG);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return settings;
    }

    /** The settings of the transactional producer of a replay. */
    Map<String, Object> transactionalProducer(String transactionalId) {
        Map<String, Object> settings = producer();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return settings;
    }

    /** The settings of a consumer of dead-letter records. It reads only committed transactions of replays. */
    Map<String, Object> consumer() {
        Map<String, Object> settings = known(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return settings;
    }

    /** Kafka's settings without those of other kinds of clients. */
    private Map<String, Object> known(Set<String> names) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().removeIf(key -> !names.contains(key) && !key.startsWith("sasl.") && !key.startsWith("ssl."));
        return settings;
    }

    @Override
    public String toString() {
        return "DeadLetterTopic[" + name + "]";
    }
}
