package io.tidemark.offset.verification;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Reads topics and log bounds from the cluster. The number of requests does not grow with the number of partitions: one
 * for the topics (up to four more if one is new, or does not exist), and for each kind of offset one that finds the
 * leaders and one to each of them. Thread-safe; borrows its client.
 *
 * @since 0.1
 */
public final class ClusterLogReader {

    private final Admin admin;
    private final IsolationLevel isolation;
    private final ClusterAnswers answers;
    private final TopicDescriptions descriptions;
    /** By topic, as last described; without topics that have no id. */
    private final Map<String, TopicIdentity> identified = new ConcurrentHashMap<>();

    /**
     * @param admin the client; not closed
     * @param isolation defines the end of a log: with {@code READ_COMMITTED} the last stable offset, otherwise the high
     *     watermark
     * @param timeout the timeout of each answer
     */
    public ClusterLogReader(Admin admin, IsolationLevel isolation, Duration timeout) {
        this(admin, isolation, timeout, KafkaConnection.of(Map.of()));
    }

    /**
     * @param admin the client; not closed
     * @param isolation defines the end of a log: with {@code READ_COMMITTED} the last stable offset, otherwise the high
     *     watermark
     * @param timeout the timeout of each answer
     * @param connection the settings that the client was created with, for messages
     */
    public ClusterLogReader(Admin admin, IsolationLevel isolation, Duration timeout, KafkaConnection connection) {
        this.admin = admin;
        this.isolation = isolation;
        this.answers = new ClusterAnswers(timeout, connection);
        this.descriptions = new TopicDescriptions(admin, answers);
    }

    /** The names of the topics that a pattern matches completely; internal topics never match. */
    public Set<String> topicsMatching(Pattern pattern) {
        Set<String> matching = new HashSet<>(
                answers.await("list the topics", admin.listTopics().names()));
        matching.removeIf(topic -> !pattern.matcher(topic).matches());
        return matching;
    }

    /**
     * Reads identity and bounds of every partition of some topics.
     *
     * @param topics the topics; those that the cluster does not have are missing in the result
     * @throws OffsetStoreException if the cluster does not answer in time
     */
    public Map<TopicPartition, PartitionLog> logs(Collection<String> topics) {
        try {
            return logsNow(topics);
        } catch (OffsetStoreException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                // deleted between the two requests: in the second attempt it is missing from the start
                return logsNow(topics);
            }
            throw e;
        }
    }

    private Map<TopicPartition, PartitionLog> logsNow(Collection<String> topics) {
        Map<TopicPartition, TopicIdentity> identities = identities(topics);
        Map<TopicPartition, PartitionLog> logs = new HashMap<>();
        bounds(identities.keySet()).forEach((partition, bounds) -> {
            TopicIdentity identity = identities.get(partition);
            if (identity != null) {
                logs.put(partition, new PartitionLog(identity, bounds));
            }
        });
        return logs;
    }

    /**
     * Reads the partitions of some topics and their identities.
     *
     * @param topics the topics; those that the cluster does not have are missing in the result
     * @throws OffsetStoreException if the cluster does not answer in time
     */
    public Map<TopicPartition, TopicIdentity> identities(Collection<String> topics) {
        if (topics.isEmpty()) {
            return Map.of();
        }
        // requested together with the topics if it will be needed
        Optional<KafkaFuture<String>> clusterId =
                identified.keySet().containsAll(topics) ? Optional.empty() : Optional.of(clusterId());
        Map<String, TopicDescription> described = descriptions.describe(topics);
        Map<String, TopicIdentity> found = identified(described);
        if (found.size() < described.size()) {
            found = identify(described, clusterId.orElseGet(this::clusterId));
        }
        Map<TopicPartition, TopicIdentity> identities = new HashMap<>();
        found.forEach((topic, identity) -> Objects.requireNonNull(described.get(topic))
                .partitions()
                .forEach(info -> identities.put(new TopicPartition(topic, info.partition()), identity)));
        return identities;
    }

    private KafkaFuture<String> clusterId() {
        return admin.describeCluster().clusterId();
    }

    /** A known topic id means the same topic of the same cluster, because ids are never reused. */
    private Map<String, TopicIdentity> identified(Map<String, TopicDescription> described) {
        Map<String, TopicIdentity> found = new HashMap<>();
        described.forEach((topic, description) -> {
            TopicIdentity known = identified.get(topic);
            if (known != null && known.topicId().equals(description.topicId())) {
                found.put(topic, known);
            }
        });
        return found;
    }

    private Map<String, TopicIdentity> identify(
            Map<String, TopicDescription> described, KafkaFuture<String> clusterId) {
        String cluster = answers.await("describe the cluster", clusterId);
        Map<String, TopicIdentity> identities = new HashMap<>();
        described.forEach((topic, description) -> {
            TopicIdentity identity = new TopicIdentity(cluster, description.topicId());
            identities.put(topic, identity);
            // brokers before 2.8 have no topic ids, so only the cluster id can be compared
            if (!description.topicId().equals(Uuid.ZERO_UUID)) {
                identified.put(topic, identity);
            }
        });
        return identities;
    }

    /**
     * Reads the bounds of some partitions. Starts and ends are requested at the same time. If retention has passed the
     * end meanwhile, the end is requested again, so the result never goes beyond what the leader of that epoch has
     * reported.
     *
     * @throws OffsetStoreException if the cluster does not answer in time, or does not have one of the partitions
     */
    public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> askedStarts = ask(partitions, OffsetSpec.earliest());
        KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> askedEnds = ask(partitions, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> starts = await(partitions, askedStarts);
        Map<TopicPartition, ListOffsetsResultInfo> ends = new HashMap<>(await(partitions, askedEnds));
        List<TopicPartition> passed = partitions.stream()
                .filter(partition -> offset(ends, partition) < offset(starts, partition))
                .toList();
        if (!passed.isEmpty()) {
            ends.putAll(await(passed, ask(passed, OffsetSpec.latest())));
        }
        Map<TopicPartition, LogBounds> bounds = new HashMap<>();
        ends.forEach((partition, end) -> {
            long start = offset(starts, partition);
            bounds.put(partition, new LogBounds(start, Math.max(start, end.offset()), epoch(end)));
        });
        return bounds;
    }

    /**
     * Looks up the first offset with a timestamp that is not before the given one.
     *
     * @return the offset for every partition; the log's end if it has no such record
     * @throws OffsetStoreException if the cluster does not answer in time, or does not have one of the partitions
     */
    public Map<TopicPartition, Long> offsetsAt(Instant timestamp, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> found = offsets(partitions, OffsetSpec.forTimestamp(timestamp.toEpochMilli()));
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        found.replaceAll((partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
        return found;
    }

    /**
     * The current members of a consumer group, as {@code client id at host}. A job that keeps its offsets itself joins
     * no group, so a member reads the same topics independently.
     *
     * @return the members; empty if there is no such group, or the client may not describe it
     * @throws OffsetStoreException if the cluster does not answer in time
     */
    public List<String> members(GroupId group) {
        try {
            return answers
                    .await(
                            "describe group " + group,
                            admin.describeConsumerGroups(List.of(group.value())).all())
                    .values()
                    .stream()
                    .flatMap(description -> description.members().stream())
                    .map(member -> member.clientId() + " at " + member.host())
                    .sorted()
                    .toList();
        } catch (OffsetStoreException e) {
            if (e.getCause() instanceof AuthorizationException || e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw e;
        }
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> infos, TopicPartition partition) {
        return Objects.requireNonNull(infos.get(partition)).offset();
    }

    private static OptionalInt epoch(ListOffsetsResultInfo info) {
        return info.leaderEpoch().map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(partitions, ask(partitions, spec)).forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> ask(
            Collection<TopicPartition> partitions, OffsetSpec spec) {
        if (partitions.isEmpty()) {
            return KafkaFuture.completedFuture(Map.of());
        }
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(partition -> specs.put(partition, spec));
        return admin.listOffsets(specs, new ListOffsetsOptions(isolation)).all();
    }

    private <T> T await(Collection<TopicPartition> partitions, KafkaFuture<T> offsets) {
        return answers.await("list the offsets of " + partitions.size() + " partitions", offsets);
    }
}
