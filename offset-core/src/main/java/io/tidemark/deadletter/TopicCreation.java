package io.tidemark.deadletter;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Creates a dead-letter topic. For use by one thread. */
final class TopicCreation implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int DEFAULT_LARGEST_BATCH = 1_048_588;

    private final String name;
    private final String servers;
    private final Admin admin;

    /** @throws DeadLetterException if no client can be created with the settings */
    TopicCreation(String name, Map<String, Object> kafka) {
        this.name = name;
        KafkaConnection connection = KafkaConnection.of(kafka);
        servers = connection.brokers();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 4);
        settings.remove(AdminClientConfig.CLIENT_ID_CONFIG);
        try {
            connection.requireProtocol("use the topics");
            admin = Admin.create(settings);
        } catch (OffsetStoreException | KafkaException e) {
            throw failed(DeadLetterException.reason(e), e);
        }
    }

    /** Creates the topic unless it exists, and returns when all its partitions are writable. */
    void ensure(Collection<String> sources, int headersBytes) {
        if (isOpen()) {
            return;
        }
        int partitions = 1;
        int largest = 0;
        for (String source : sources) {
            partitions = Math.max(partitions, partitions(source));
            largest = Math.max(largest, largestBatch(source));
        }
        Map<String, String> settings = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf((largest == 0 ? DEFAULT_LARGEST_BATCH : largest) + headersBytes));
        try {
            ask(admin.createTopics(
                            List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings)))
                    .all());
        } catch (RefusedException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed(
                        DeadLetterException.reason(e) + "; create it, or configure a topic that exists", e.getCause());
            }
        }
        awaitOpen();
    }

    /**
     * The controller answers before the brokers have opened the logs. If an idempotent producer sends to a partition
     * that is not open yet, its second batch can arrive before its first, and it then waits until the batch expires.
     */
    private void awaitOpen() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isOpen()) {
            if (System.nanoTime() > deadline) {
                throw failed("it does not exist " + PATIENCE.toSeconds() + " s after it was created", null);
            }
        }
    }

    private boolean isOpen() {
        int partitions = partitions(name);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(name, partition), OffsetSpec.latest());
        }
        try {
            return partitions > 0 && !ask(admin.listOffsets(latest).all()).isEmpty();
        } catch (RefusedException e) {
            throw failed(DeadLetterException.reason(e), e.getCause());
        }
    }

    /** 0 if the topic does not exist. */
    private int partitions(String topic) {
        try {
            return ask(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .mapToInt(description -> description.partitions().size())
                    .sum();
        } catch (RefusedException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw failed(DeadLetterException.reason(e), e.getCause());
        }
    }

    /** Kafka's default if the user may not read the setting. */
    private int largestBatch(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return ask(admin.describeConfigs(List.of(resource)).all()).values().stream()
                    .mapToInt(settings -> size(settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)))
                    .min()
                    .orElse(DEFAULT_LARGEST_BATCH);
        } catch (RefusedException e) {
            if (e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return DEFAULT_LARGEST_BATCH;
            }
            throw failed(DeadLetterException.reason(e), e.getCause());
        }
    }

    private static int size(@Nullable ConfigEntry entry) {
        return entry == null || entry.value() == null ? DEFAULT_LARGEST_BATCH : Integer.parseInt(entry.value());
    }

    private <T> T ask(KafkaFuture<T> answer) throws RefusedException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw noAnswer(cause);
            }
            throw new RefusedException(cause);
        } catch (TimeoutException e) {
            throw noAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", e);
        }
    }

    private DeadLetterException noAnswer(Throwable cause) {
        return failed("no broker answers; check that the brokers run, and that the address is correct", cause);
    }

    private DeadLetterException failed(String reason, @Nullable Throwable cause) {
        String message = "Cannot prepare the dead-letter topic '" + name + "' at " + servers + ": " + reason;
        return cause == null ? new DeadLetterException(message) : new DeadLetterException(message, cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    /** The cluster's answer is an error. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(Throwable cause) {
            super(cause);
        }
    }
}
