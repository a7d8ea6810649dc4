package io.tidemark.offset.kafka;

import io.tidemark.offset.kafka.internal.client.Requests;
import io.tidemark.offset.spi.KafkaConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Creates Kafka's clients from the settings that a job connects with. It uses the settings that all clients have in
 * common: addresses, security, back-off. It ignores settings that only a consumer or a producer has, such as a job's
 * {@code group.id} or deserializers.
 */
final class KafkaClients {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String CLIENT_ID = "tidemark-offsets";
    private static final long DEFAULT_REQUEST_TIMEOUT = 30_000;

    private final Map<String, Object> common;
    private final String clientId;
    private final KafkaStoreOptions options;
    private final KafkaConnection connection;
    private final Requests requests = new Requests();

    KafkaClients(Map<String, ?> settings, KafkaStoreOptions options) {
        this.common = new HashMap<>(settings);
        this.options = options;
        this.connection = KafkaConnection.of(settings);
        Set<String> special = new TreeSet<>(ConsumerConfig.configNames());
        special.addAll(ProducerConfig.configNames());
        special.removeAll(AdminClientConfig.configNames());
        common.keySet().removeAll(special);
        this.clientId = Objects.toString(settings.get(CommonClientConfigs.CLIENT_ID_CONFIG), CLIENT_ID);
        common.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 20);
        // a step that waits for one lost answer must not take all of the call's time
        common.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int)
                Math.min(options.step().toMillis() - 1, requestTimeout()));
        if (connection.brokers().isEmpty()) {
            throw new IllegalArgumentException("Cannot keep offsets in Kafka: the settings have no bootstrap.servers");
        }
    }

    private long requestTimeout() {
        Object given = common.get(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG);
        try {
            return given == null
                    ? DEFAULT_REQUEST_TIMEOUT
                    : Long.parseLong(given.toString().strip());
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    "Cannot keep offsets in Kafka: request.timeout.ms is '" + given + "', which is not a number",
                    noNumber);
        }
    }

    /** The cluster's addresses and protocol, for messages. */
    KafkaConnection connection() {
        return connection;
    }

    /** Splits commits into requests. All writers share the broker's limit that one of them has learned. */
    Requests requests() {
        return requests;
    }

    /** @throws io.tidemark.offset.OffsetStoreException if the port uses another protocol than the settings */
    Admin admin() {
        connection.requireProtocol("connect an offset store");
        Map<String, Object> settings = settings();
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
        return Admin.create(settings);
    }

    /** A consumer that reads the journal and a group's committed offsets; it never joins the group. */
    Consumer<byte[], byte[]> consumer(String group) {
        Map<String, Object> settings = settings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Producer<byte[], byte[]> transactional(String group) {
        Map<String, Object> settings = producer();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, options.transactionalId(group));
        // an abandoned transaction expires in time for the next driver in any case
        settings.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) options.step().toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Producer<byte[], byte[]> plain() {
        Map<String, Object> settings = producer();
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producer() {
        Map<String, Object> settings = settings();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) options.step().toMillis());
        settings.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) options.step().toMillis());
        return settings;
    }

    private int millis() {
        return (int) Math.min(Integer.MAX_VALUE, options.timeout().toMillis());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(common);
        // two clients with the same name cannot both register their metrics
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + "-" + NUMBERS.incrementAndGet());
        return settings;
    }

    /** Shows no settings, because they contain secrets. */
    @Override
    public String toString() {
        return connection.toString();
    }
}
