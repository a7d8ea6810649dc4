package io.tidemark.cli.doctor;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.offset.spi.DurationText;
import io.tidemark.offset.spi.KafkaRemedies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks the topics: whether they exist and may be read, their partitions, and the records in them. */
final class TopicChecks {

    private static final String TOPIC = "topic";
    private static final String PARTITIONS = "partitions";
    private static final String RECORDS = "records";
    private static final Duration TOLERATED_FUTURE = Duration.ofMinutes(1);
    private static final int SHOWN = 5;

    private final Admin admin;
    private final Duration timeout;
    private final Duration quietFor;
    private final Clock clock;
    private final Findings findings;

    TopicChecks(Cluster cluster, Duration timeout, Duration quietFor, Clock clock, Findings findings) {
        this.admin = cluster.admin();
        this.timeout = timeout;
        this.quietFor = quietFor;
        this.clock = clock;
        this.findings = findings;
    }

    /**
     * Runs the checks.
     *
     * @return the topics that exist and may be described
     */
    Set<String> run(Set<String> topics) {
        Map<String, TopicDescription> described = new HashMap<>();
        for (String topic : topics) {
            describe(topic).ifPresent(description -> described.put(topic, description));
        }
        described.values().forEach(this::partitions);
        for (TopicDescription description : described.values()) {
            try {
                records(description);
            } catch (ExecutionException | TimeoutException e) {
                unanswered(RECORDS, "the offsets of topic " + description.name(), e);
            }
        }
        return described.keySet();
    }

    private Optional<TopicDescription> describe(String topic) {
        try {
            TopicDescription description = await(
                    admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .allTopicNames()
                            .thenApply(found -> found.get(topic)));
            Set<AclOperation> allowed = description.authorizedOperations();
            if (allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ)) {
                findings.problem(
                        TOPIC,
                        "this user may describe topic " + topic + ", but not read it",
                        "Allow the user READ on the topic (kafka-acls.sh --operation Read)");
                return Optional.of(description);
            }
            findings.ok(
                    TOPIC,
                    "topic " + topic + " exists with "
                            + description.partitions().size() + " partitions, and this user may read it");
            return Optional.of(description);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                findings.problem(
                        TOPIC,
                        "topic " + topic + " does not exist" + similar(topic),
                        "Create the topic, correct --topic and the job's setting, or connect to the cluster that"
                                + " has it");
            } else if (e.getCause() instanceof TopicAuthorizationException) {
                findings.problem(
                        TOPIC,
                        "this user may not describe topic " + topic + ", or it does not exist",
                        "Allow the user DESCRIBE and READ on the topic (kafka-acls.sh)");
            } else {
                unanswered(TOPIC, "topic " + topic, e);
            }
            return Optional.empty();
        }
    }

    private String similar(String topic) {
        try {
            List<String> names = await(admin.listTopics().names()).stream()
                    .filter(name ->
                            plain(name).contains(plain(topic)) || plain(topic).contains(plain(name)))
                    .sorted()
                    .limit(SHOWN)
                    .toList();
            return names.isEmpty() ? "" : "; the cluster has " + String.join(", ", names);
        } catch (ExecutionException | TimeoutException e) {
            return "";
        }
    }

    private static String plain(String topic) {
        return topic.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
    }

    private void partitions(TopicDescription topic) {
        List<Integer> leaderless =
                partitions(topic, info -> info.leader() == null || info.leader().isEmpty());
        if (!leaderless.isEmpty()) {
            findings.problem(
                    PARTITIONS,
                    "partitions " + shown(leaderless) + " of topic " + topic.name() + " have no leader",
                    "Start the brokers that hold their replicas (kafka-topics.sh --describe --unavailable-partitions)");
            return;
        }
        int minimum = minimumInSync(topic.name());
        List<Integer> below = partitions(topic, info -> info.isr().size() < minimum);
        if (!below.isEmpty()) {
            findings.problem(
                    PARTITIONS,
                    "partitions " + shown(below) + " of topic " + topic.name()
                            + " have fewer replicas in sync than min.insync.replicas, " + minimum
                            + ": producers with acks=all are refused",
                    "Start the missing brokers (kafka-topics.sh --describe --under-min-isr-partitions)");
            return;
        }
        List<Integer> behind =
                partitions(topic, info -> info.isr().size() < info.replicas().size());
        if (behind.isEmpty()) {
            findings.ok(PARTITIONS, "every partition of topic " + topic.name() + " has a leader and all its replicas");
        } else {
            findings.warning(
                    PARTITIONS,
                    "partitions " + shown(behind) + " of topic " + topic.name() + " have replicas that are not in sync",
                    "Start the missing brokers (kafka-topics.sh --describe --under-replicated-partitions)");
        }
    }

    private static List<Integer> partitions(TopicDescription topic, Predicate<TopicPartitionInfo> condition) {
        return topic.partitions().stream()
                .filter(condition)
                .map(TopicPartitionInfo::partition)
                .toList();
    }

    private int minimumInSync(String topic) {
        try {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            return Optional.ofNullable(
                            await(admin.describeConfigs(List.of(resource)).all())
                                    .get(resource))
                    .map(config -> config.get("min.insync.replicas"))
                    .map(entry -> Integer.valueOf(entry.value()))
                    .orElse(1);
        } catch (ExecutionException | TimeoutException e) {
            // this user may not read the topic's settings
            return 1;
        }
    }

    private void records(TopicDescription topic) throws ExecutionException, TimeoutException {
        List<TopicPartition> partitions = topic.partitions().stream()
                .map(info -> new TopicPartition(topic.name(), info.partition()))
                .toList();
        Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        long written = sum(ends);
        long kept = written - sum(starts);
        if (kept == 0) {
            findings.problem(
                    RECORDS,
                    written == 0
                            ? "no record was ever written to topic " + topic.name()
                            : "topic " + topic.name()
                                    + " is empty: retention has deleted all records that were written",
                    written == 0
                            ? "Check that the producers run, and that they write to this topic of this cluster"
                            : "Check that the producers run, and raise retention.ms or retention.bytes");
            return;
        }
        long open = written - sum(stable);
        if (open > 0) {
            findings.warning(
                    RECORDS,
                    open + " offsets of topic " + topic.name()
                            + " belong to open transactions or come after their first"
                            + " record: a job with isolation.level=read_committed does not read them yet",
                    "If that lasts, find the transaction with kafka-transactions.sh find-hanging, and end it"
                            + " with abort");
        }
        age(topic.name(), partitions, kept);
    }

    private void age(String topic, List<TopicPartition> partitions, long kept)
            throws ExecutionException, TimeoutException {
        long newest = infos(partitions, OffsetSpec.maxTimestamp(), IsolationLevel.READ_UNCOMMITTED).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(-1);
        String found = kept + " offsets of topic " + topic + " can be read";
        if (newest < 0) {
            findings.ok(RECORDS, found + "; their records have no timestamps");
            return;
        }
        Duration age = Duration.between(Instant.ofEpochMilli(newest), clock.instant());
        if (age.compareTo(TOLERATED_FUTURE.negated()) < 0) {
            findings.warning(
                    RECORDS,
                    found + ", but the newest timestamp, " + Instant.ofEpochMilli(newest) + ", is "
                            + DurationText.rounded(age.negated()) + " in the future",
                    "Synchronise the clocks of the producers, the brokers and this machine. Retention by time"
                            + " keeps such"
                            + " records too long, and --to-datetime misses them");
        } else if (age.compareTo(quietFor) > 0) {
            findings.warning(
                    RECORDS,
                    found + ", but the newest record is from " + Instant.ofEpochMilli(newest) + ", "
                            + DurationText.rounded(age) + " ago",
                    "Check that the producers run, and that they write to this topic of this cluster");
        } else {
            findings.ok(RECORDS, found + ", and the newest record is " + DurationText.rounded(age) + " old");
        }
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
            throws ExecutionException, TimeoutException {
        return infos(partitions, spec, isolation).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private Map<TopicPartition, ListOffsetsResultInfo> infos(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
            throws ExecutionException, TimeoutException {
        return await(admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec)),
                        new ListOffsetsOptions(isolation))
                .all());
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String shown(List<Integer> partitions) {
        List<String> shown = new ArrayList<>(
                partitions.stream().limit(SHOWN).map(String::valueOf).toList());
        if (partitions.size() > SHOWN) {
            shown.add("and " + (partitions.size() - SHOWN) + " more");
        }
        return String.join(", ", shown);
    }

    private void unanswered(String check, String what, Exception failure) {
        findings.problem(
                check,
                "the cluster did not describe " + what + ": " + KafkaRemedies.words(failure),
                KafkaRemedies.of(failure).orElse("Read the brokers' logs"));
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        }
    }
}
