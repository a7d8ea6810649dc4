package io.tidemark.embedded.kafka;

import io.tidemark.embedded.EmbeddedServerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What tests and demos ask of a cluster, wherever its brokers run. */
public final class KafkaTopics {

    static final Duration CALL_LIMIT = Duration.ofSeconds(60);

    private KafkaTopics() {}

    /**
     * Settings of a broker that starts soon, comes back soon after a kill, and looks for expired records all the time.
     */
    public static Map<String, String> quickSettings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.retention.ms", "-1");
        settings.put("log.retention.check.interval.ms", "1000");
        settings.put("log.initial.task.delay.ms", "500");
        settings.put("log.segment.delete.delay.ms", "500");
        // a killed broker may come back only when its last registration has run out
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("group.min.session.timeout.ms", "500");
        // files of this size are made for every partition; it is enough for a segment of a gigabyte
        settings.put("log.index.size.max.bytes", "2097152");
        // the default takes a quarter of the heap
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        return settings;
    }

    /**
     * Whether the cluster has a controller and a broker.
     *
     * @param bootstrap the cluster's address
     * @param limit what the question may take
     */
    public static boolean answers(String bootstrap, Duration limit) {
        try (Admin admin = admin(bootstrap, limit)) {
            DescribeClusterResult cluster = admin.describeCluster();
            return await(cluster.controller(), limit) != null
                    && !await(cluster.nodes(), limit).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        }
    }

    /** Whether the cluster has a controller, and this node among its brokers. */
    static boolean serves(String bootstrap, int node, Duration limit) {
        try (Admin admin = admin(bootstrap, limit)) {
            DescribeClusterResult cluster = admin.describeCluster();
            return await(cluster.controller(), limit) != null
                    && await(cluster.nodes(), limit).stream().anyMatch(found -> found.id() == node);
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        }
    }

    /**
     * Creates a topic, and returns when clients can use it.
     *
     * @param bootstrap the cluster's address
     * @param name a topic that does not exist
     * @param partitions how many
     * @param settings the topic's, such as {@code retention.ms}
     * @throws EmbeddedServerException if it cannot be created
     */
    public static void create(String bootstrap, String name, int partitions, Map<String, String> settings) {
        try (Admin admin = admin(bootstrap, CALL_LIMIT)) {
            NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
            await(admin.createTopics(List.of(topic)).all(), CALL_LIMIT);
            long deadline = System.nanoTime() + CALL_LIMIT.toNanos();
            while (!isUsable(admin, name, partitions)) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("its partitions have no leader after " + CALL_LIMIT.toSeconds() + " s");
                }
            }
            // named as leader, the broker may still be opening the logs; a producer that finds some of them closed can
            // send its second batch before its first and never recover
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int partition = 0; partition < partitions; partition++) {
                ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
            await(admin.listOffsets(ends).all(), CALL_LIMIT);
        } catch (ExecutionException failure) {
            throw notCreated(bootstrap, name, partitions, failure.getCause() == null ? failure : failure.getCause());
        } catch (TimeoutException failure) {
            throw notCreated(bootstrap, name, partitions, failure);
        }
    }

    private static EmbeddedServerException notCreated(
            String bootstrap, String topic, int partitions, Throwable reason) {
        return new EmbeddedServerException(
                "Cannot create topic " + topic + " with " + partitions + " partitions on Kafka on " + bootstrap + ": "
                        + reason,
                reason);
    }

    /** The controller's answer may be ahead of what the broker tells its clients. */
    private static boolean isUsable(Admin admin, String topic, int partitions)
            throws ExecutionException, TimeoutException {
        try {
            TopicDescription description = await(
                            admin.describeTopics(List.of(topic)).allTopicNames(), CALL_LIMIT)
                    .get(topic);
            return description != null
                    && description.partitions().size() == partitions
                    && description.partitions().stream()
                            .allMatch(partition -> partition.leader() != null
                                    && !partition.leader().isEmpty());
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failure;
        }
    }

    static Admin admin(String bootstrap, Duration limit) {
        String millis = String.valueOf(Math.max(1, Math.min(limit.toMillis(), CALL_LIMIT.toMillis())));
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "tidemark-embedded",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis));
    }

    static <T> T await(KafkaFuture<T> future, Duration limit) throws ExecutionException, TimeoutException {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Cannot wait for Kafka: the thread was interrupted", interruption);
        }
    }
}
