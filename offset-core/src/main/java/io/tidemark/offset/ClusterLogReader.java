package io.tidemark.offset;

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
 * Asks the cluster what it holds. The number of requests does not grow with the number of partitions: one for the
 * topics (up to four more where one is new, or is not there), and for each kind of offset one that finds the leaders
 * and one to each of them. Thread-safe; borrows its client.
 */
public final class ClusterLogReader {

    private final Admin admin;
    private final IsolationLevel isolation;
    private final ClusterAnswers answers;
    private final TopicDescriptions descriptions;
    /** By topic, as last described; none without a topic id. */
    private final Map<String, TopicIdentity> identified = new ConcurrentHashMap<>();

    /**
     * @param admin the client; not closed
     * @param isolation which end counts: with {@code READ_COMMITTED} the last stable offset, else the high watermark
     * @param timeout how long each answer may take
     */
    public ClusterLogReader(Admin admin, IsolationLevel isolation, Duration timeout) {
        this(admin, isolation, timeout, KafkaConnection.of(Map.of()));
    }

    /**
     * @param admin the client; not closed
     * @param isolation which end counts: with {@code READ_COMMITTED} the last stable offset, else the high watermark
     * @param timeout how long each answer may take
     * @param connection the settings that the client was made with, for messages
     */
    public ClusterLogReader(Admin admin, IsolationLevel isolation, Duration timeout, KafkaConnection connection) {
        this.admin = admin;
        this.isolation = isolation;
        this.answers = new ClusterAnswers(timeout, connection);
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
        // asked beside the topics where it will be needed
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

    /** Under an id that was seen before there is the same topic, of the same cluster: nobody gives an id again. */
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
            // brokers before 2.8 have no ids, so that only the cluster tells
            if (!description.topicId().equals(Uuid.ZERO_UUID)) {
                identified.put(topic, identity);
            }
        });
        return identities;
    }

    /**
     * Reads the bounds of some partitions. Starts and ends are asked for at once; where retention has passed the end
     * meanwhile, the end is asked for again, so that what is told of a log never goes beyond what its leader of that
     * term has told.
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
     * @return the offset for every partition; the log's end where it holds no such record
     * @throws OffsetStoreException if the cluster does not answer in time, or does not have one of the partitions
     */
    public Map<TopicPartition, Long> offsetsAt(Instant timestamp, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> found = offsets(partitions, OffsetSpec.forTimestamp(timestamp.toEpochMilli()));
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        found.replaceAll((partition, offset) -> offset < 0 ? ends.getOrDefault(partition, 0L) : offset);
        return found;
    }

    /**
     * The members that a consumer group has now, as {@code client id at host}. A job that keeps its offsets itself
     * joins no group; whoever is in it reads the same topics on its own.
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
