package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.kafka.internal.client.Backoff;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;

/** The journal's topic: the partition of a group, the end of its records, and its creation. */
public final class JournalTopic {

    /** Groups are spread over this number of partitions; partitions that an operator adds are not used. */
    public static final int PARTITIONS = 8;

    private static final int MOST_REPLICAS = 3;
    private static final Map<String, String> SETTINGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            // a reader that resolves an unknown outcome must find the transaction's records
            TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
            "600000",
            // limits how much is read at a start
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(32 * 1024 * 1024),
            TopicConfig.SEGMENT_MS_CONFIG,
            "86400000");

    private final Admin admin;
    private final String name;
    private volatile boolean known;
    private volatile boolean checked;

    public JournalTopic(Admin admin, String name) {
        this.admin = admin;
        this.name = name;
    }

    String name() {
        return name;
    }

    public TopicPartition partitionOf(String group) {
        int hash = Utils.toPositive(Utils.murmur2(group.getBytes(StandardCharsets.UTF_8)));
        return new TopicPartition(name, hash % PARTITIONS);
    }

    /**
     * The end of a partition's records, including those of pending transactions; empty if there is no journal yet.
     *
     * @throws KafkaException if Kafka does not answer
     */
    public OptionalLong end(TopicPartition partition, Deadline deadline) {
        if (!known && describe(deadline).isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(KafkaFutures.await(
                            admin.listOffsets(
                                            Map.of(partition, OffsetSpec.latest()),
                                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                                    .partitionResult(partition),
                            deadline)
                    .offset());
        } catch (UnknownTopicOrPartitionException gone) {
            known = false;
            checked = false;
            return OptionalLong.empty();
        }
    }

    /**
     * Creates the topic if it is missing, and checks that it keeps all entries.
     *
     * @throws KafkaException if it is unsuitable, or cannot be created
     */
    public void prepare(Deadline deadline) {
        if (checked) {
            return;
        }
        if (describe(deadline).isEmpty()) {
            create(deadline);
        }
        requireCompacted(deadline);
        checked = true;
    }

    private Optional<TopicDescription> describe(Deadline deadline) {
        try {
            TopicDescription description =
                    only(KafkaFutures.await(admin.describeTopics(List.of(name)).allTopicNames(), deadline));
            if (description.partitions().size() < PARTITIONS) {
                throw new InvalidConfigurationException("the journal " + name + " has "
                        + description.partitions().size() + " partitions, and needs " + PARTITIONS);
            }
            known = true;
            return Optional.of(description);
        } catch (UnknownTopicOrPartitionException missing) {
            return Optional.empty();
        }
    }

    private void create(Deadline deadline) {
        try {
            int brokers = KafkaFutures.await(admin.describeCluster().nodes(), deadline)
                    .size();
            NewTopic topic = new NewTopic(name, PARTITIONS, (short) Math.min(MOST_REPLICAS, brokers)).configs(SETTINGS);
            KafkaFutures.await(admin.createTopics(Set.of(topic)).all(), deadline);
        } catch (TopicExistsException raced) {
            // another driver was faster
        } catch (TopicAuthorizationException | ClusterAuthorizationException refused) {
            throw new TopicAuthorizationException(
                    "the journal " + name
                            + " is missing and this user may not create it; ask an operator to create it with "
                            + PARTITIONS + " partitions and cleanup.policy=compact",
                    Set.of(name));
        }
        // the controller's metadata is newer than the brokers'
        while (describe(deadline).isEmpty() || !isOpen(deadline)) {
            Backoff.shortly(deadline);
        }
    }

    /**
     * Whether the brokers have opened the logs. If an idempotent producer finds a closed one, it can send its second
     * batch before its first, and then waits until the batch expires.
     */
    private boolean isOpen(Deadline deadline) {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, PARTITIONS)
                .mapToObj(number -> new TopicPartition(name, number))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        try {
            KafkaFutures.await(admin.listOffsets(ends).all(), deadline);
            return true;
        } catch (UnknownTopicOrPartitionException notYet) {
            return false;
        }
    }

    private void requireCompacted(Deadline deadline) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config;
        try {
            config = only(
                    KafkaFutures.await(admin.describeConfigs(Set.of(resource)).all(), deadline));
        } catch (TopicAuthorizationException mayNotLook) {
            return;
        }
        ConfigEntry policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
            throw new InvalidConfigurationException("the journal " + name + " has cleanup.policy=" + policy.value()
                    + ", which deletes entries; set it to compact");
        }
    }

    private static <T> T only(Map<?, T> answers) {
        return answers.values().iterator().next();
    }
}
