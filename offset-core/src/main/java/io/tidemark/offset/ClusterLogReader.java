package io.tidemark.offset;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks the cluster what it holds. The number of requests does not grow with the number of partitions: one each for the
 * cluster and the topics (up to three more where a topic is new, or is not there), and one for each kind of offset to every
 * broker that leads some. Thread-safe; borrows its client.
 */
public final class ClusterLogReader {

    private final Admin admin;
    private final IsolationLevel isolation;
    private final ClusterAnswers answers;
    private final TopicDescriptions descriptions;

    /**
     * @param admin the client; not closed
     * @param isolation which end counts: with {@code READ_COMMITTED} the last stable offset, else the high watermark
     * @param timeout how long each answer may take
     */
    public ClusterLogReader(Admin admin, IsolationLevel isolation, Duration timeout) {
        this(admin, isolation, timeout, "");
    }

    /**
     * @param admin the client; not closed
     * @param isolation which end counts: with {@code READ_COMMITTED} the last stable offset, else the high watermark
     * @param timeout how long each answer may take
     * @param brokers the cluster's address, for messages
     */
    public ClusterLogReader(Admin admin, IsolationLevel isolation, Duration timeout, String brokers) {
        this.admin = admin;
        this.isolation = isolation;
        this.answers = new ClusterAnswers(timeout, brokers);
        this.descriptions = new TopicDescriptions(admin, answers);
    }

    /** The names of the topics that match a pattern as a whole; internal topics do not. */
    public Set<String> topicsMatching(Pattern pattern) {
        Set<String> matching = new HashSet<>(
                answers.await("list the topics", admin.listTopics().names()));
        matching.removeIf(topic -> !pattern.matcher(topic).matches());
        return matching;
    }

    /**
     * Reads identity and bounds of every partition of some topics.
     *
     * @param topics the topics; those that the cluster does not have are left out of the answer
     * @throws OffsetStoreException if the cluster does not answer in time
     */
    public Map<TopicPartition, PartitionLog> logs(Collection<String> topics) {
        try {
            return logsNow(topics);
        } catch (OffsetStoreException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                // deleted between the two questions: the second time it is not there from the first one on
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
     * Reads the partitions of some topics and what they are partitions of.
     *
     * @param topics the topics; those that the cluster does not have are left out of the answer
     * @throws OffsetStoreException if the cluster does not answer in time
     */
    public Map<TopicPartition, TopicIdentity> identities(Collection<String> topics) {
        if (topics.isEmpty()) {
            return Map.of();
        }
        KafkaFuture<String> clusterId = admin.describeCluster().clusterId();
        Map<String, TopicDescription> described = descriptions.describe(topics);
        String cluster = answers.await("describe the cluster", clusterId);
        Map<TopicPartition, TopicIdentity> identities = new HashMap<>();
        described.forEach((topic, description) -> {
            TopicIdentity identity = new TopicIdentity(cluster, description.topicId());
            description
                    .partitions()
                    .forEach(info -> identities.put(new TopicPartition(topic, info.partition()), identity));
        });
        return identities;
    }

    /**
     * Reads the bounds of some partitions: their starts and then their ends, so that an end is never older than its start.
     *
     * @throws OffsetStoreException if the cluster does not answer in time, or does not have one of the partitions
     */
    public Map<TopicPartition, LogBounds> bounds(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = offsets(partitions, partition -> OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = infos(partitions, partition -> OffsetSpec.latest());
        Map<TopicPartition, LogBounds> bounds = new HashMap<>();
        ends.forEach((partition, end) -> {
            long start = starts.getOrDefault(partition, end.offset());
            bounds.put(partition, new LogBounds(start, Math.max(start, end.offset()), epoch(end)));
        });
        return bounds;
    }

    /**
     * Looks up the first offset with a timestamp that is not before the given one.
     *
     * @return the offset for every partition; the log's end where it holds no such record
     * @throws OffsetStoreException if the cluster does not answer in time, or does not have one of the partitions
     */
    public Map<TopicPartition, Long> offsetsAt(Instant timestamp, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> found =
                offsets(partitions, partition -> OffsetSpec.forTimestamp(timestamp.toEpochMilli()));
        Map<TopicPartition, Long> ends = offsets(partitions, partition -> OffsetSpec.latest());
        found.replaceAll((partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
        return found;
    }

    /**
     * The members that a consumer group has now, as {@code client id at host}. A job that keeps its offsets itself joins
     * no group; whoever is in it reads the same topics on its own.
     *
     * @return the members; empty if there is no such group, or the client may not look
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

    private static OptionalInt epoch(ListOffsetsResultInfo info) {
        return info.leaderEpoch().map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, Function<TopicPartition, OffsetSpec> spec) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        infos(partitions, spec).forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> infos(
            Collection<TopicPartition> partitions, Function<TopicPartition, OffsetSpec> spec) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(partition -> specs.put(partition, spec.apply(partition)));
        return answers.await(
                "list the offsets of " + specs.size() + " partitions",
                admin.listOffsets(specs, new ListOffsetsOptions(isolation)).all());
    }
}
