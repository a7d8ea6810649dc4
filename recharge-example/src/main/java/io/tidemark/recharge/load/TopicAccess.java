package io.tidemark.recharge.load;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and describes topics for a loader. Every failure is a {@link LoadException} in one line. */
public final class TopicAccess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int DEFAULT_LARGEST_BATCH = 1_048_588;

    private final Admin admin;
    private final String servers;

    /**
     * @param kafka the settings of Kafka's clients: {@code bootstrap.servers} and what else the cluster requires
     * @throws LoadException if no client can be created with the settings
     */
    public TopicAccess(Map<String, Object> kafka) {
        servers = String.valueOf(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 4);
        try {
            KafkaConnection.of(settings).requireProtocol("use the topics");
            admin = Admin.create(settings);
        } catch (OffsetStoreException e) {
            throw new LoadException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw new LoadException("Cannot reach Kafka at " + servers + ": " + reason(e), e);
        }
    }

    /**
     * Creates a topic unless it exists.
     *
     * @throws LoadException if the cluster cannot be reached or refuses
     */
    public void createIfMissing(String topic, int partitions) {
        createIfMissing(topic, partitions, Map.of());
    }

    /**
     * Creates a topic unless it exists, and returns when all its partitions are writable.
     *
     * @param settings the settings of a new topic, as Kafka names them
     * @throws LoadException if the cluster cannot be reached or refuses
     */
    public void createIfMissing(String topic, int partitions, Map<String, String> settings) {
        try {
            ask(
                    "create topic '" + topic + "'",
                    admin.createTopics(List.of(
                                    new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)))
                            .all());
        } catch (LoadException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        awaitOpen(topic);
    }

    /**
     * Waits until all partitions are writable. The controller answers before the brokers have opened the logs. If an
     * idempotent producer sends to a partition that is not open yet, its second batch can arrive before its first, and
     * it then waits until the batch expires.
     */
    private void awaitOpen(String topic) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends(topic).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new LoadException("Cannot create topic '" + topic + "' at " + servers + ": it does not exist"
                        + " after "
                        + PATIENCE.toSeconds() + " s");
            }
        }
    }

    /**
     * The current end of each partition of a topic.
     *
     * @return empty if the topic does not exist
     * @throws LoadException if the cluster cannot be reached or refuses
     */
    public Map<TopicPartition, Long> ends(String topic) {
        int partitions = partitions(topic);
        if (partitions == 0) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return ask(
                        "find the ends of topic '" + topic + "'",
                        admin.listOffsets(latest).all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /**
     * The maximum size of a batch in the topic, in bytes; Kafka's default if the user may not read the setting or the
     * topic does not exist.
     */
    public int largestBatch(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return ask(
                            "read the settings of topic '" + topic + "'",
                            admin.describeConfigs(List.of(resource)).all())
                    .values()
                    .stream()
                    .mapToInt(settings -> Integer.parseInt(
                            settings.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()))
                    .min()
                    .orElse(DEFAULT_LARGEST_BATCH);
        } catch (LoadException e) {
            if (e.getCause() instanceof AuthorizationException
                    || e.getCause() instanceof UnknownTopicOrPartitionException) {
                return DEFAULT_LARGEST_BATCH;
            }
            throw e;
        }
    }

    private int partitions(String topic) {
        try {
            return ask(
                            "describe topic '" + topic + "'",
                            admin.describeTopics(List.of(topic)).allTopicNames())
                    .values()
                    .stream()
                    .mapToInt(description -> description.partitions().size())
                    .sum();
        } catch (LoadException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    private <T> T ask(String what, KafkaFuture<T> answer) {
        String sentence = "Cannot " + what + " at " + servers + ": ";
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof org.apache.kafka.common.errors.TimeoutException
                    ? noAnswer(sentence, cause)
                    : new LoadException(sentence + reason(cause), cause);
        } catch (TimeoutException e) {
            throw noAnswer(sentence, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException(sentence + "interrupted", e);
        }
    }

    private static LoadException noAnswer(String sentence, Throwable cause) {
        return new LoadException(
                sentence + "no broker answers; check that the brokers run, and that the address is" + " correct",
                cause);
    }

    /** The innermost reason, in one line. */
    static String reason(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null || message.isBlank()
                ? innermost.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
