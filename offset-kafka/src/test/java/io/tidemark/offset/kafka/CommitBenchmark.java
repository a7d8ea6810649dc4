package io.tidemark.offset.kafka;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.KafkaFutures;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures commits and loads of many partitions, beside commits of one partition after the other: for each, its offset
 * is read, compared and committed. Prints the table of {@code docs/stores/kafka.md}.
 */
public final class CommitBenchmark {

    private static final List<Integer> SIZES = List.of(1, 100, 1_000, 10_000);
    private static final int PARTITIONS_OF_A_TOPIC = 1_000;

    private final KafkaOffsetStore store;
    private final KafkaOffsetStore plain;
    private final Admin admin;

    private CommitBenchmark(KafkaOffsetStore store, KafkaOffsetStore plain, Admin admin) {
        this.store = store;
        this.plain = plain;
        this.admin = admin;
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        ServerOptions options = ServerOptions.temporary().setting("log.index.size.max.bytes", "4096");
        try (EmbeddedKafka server = EmbeddedKafka.start(options)) {
            Map<String, Object> settings = Map.of("bootstrap.servers", server.bootstrapServers());
            int largest = SIZES.get(SIZES.size() - 1);
            for (int topic = 0; topic * PARTITIONS_OF_A_TOPIC < largest; topic++) {
                server.createTopic("orders-" + topic, PARTITIONS_OF_A_TOPIC);
            }
            try (KafkaOffsetStore store = new KafkaOffsetStore(settings);
                    KafkaOffsetStore plain = KafkaOffsetStore.withoutTransactions(settings);
                    Admin admin = Admin.create(settings)) {
                CommitBenchmark benchmark = new CommitBenchmark(store, plain, admin);
                System.out.println(
                        "| partitions | commit | one by one | times faster | load | commit without transactions |");
                System.out.println("|---:|---:|---:|---:|---:|---:|");
                for (int partitions : SIZES) {
                    System.out.println(benchmark.row(partitions));
                }
            }
        }
    }

    private String row(int partitions) {
        GroupId group = new GroupId("benchmark-" + partitions);
        initialize(store, group, partitions);
        int rounds = partitions > 1_000 ? 10 : 20;
        double[] commits = new double[rounds];
        double[] loads = new double[rounds];
        Set<String> topics = topics(partitions);
        long at = 1_000_000;
        // the first rounds warm the JVMs up
        for (int round = -5; round < rounds; round++, at += 10) {
            OffsetCommit commit = commit(group, partitions, at);
            double commitMillis = millis(() -> store.commit(commit));
            double loadMillis = millis(() -> store.load(group, topics));
            if (round >= 0) {
                commits[round] = commitMillis;
                loads[round] = loadMillis;
            }
        }
        int slowRounds = partitions > 1_000 ? 1 : 3;
        double[] slow = new double[slowRounds];
        for (int round = 0; round < slowRounds; round++, at += 10) {
            OffsetCommit commit = commit(group, partitions, at);
            slow[round] = millis(() -> oneByOne(commit));
        }
        requireCommitted(group, partitions, at);
        return String.format(
                "| %,d | %.1f | %,.1f | %.1f | %.1f | %.1f |",
                partitions,
                median(commits),
                median(slow),
                median(slow) / median(commits),
                median(loads),
                plainMillis(partitions));
    }

    private double plainMillis(int partitions) {
        GroupId group = new GroupId("plain-" + partitions);
        initialize(plain, group, partitions);
        double[] commits = new double[10];
        long at = 1_000_000;
        for (int round = -5; round < commits.length; round++, at += 10) {
            OffsetCommit commit = commit(group, partitions, at);
            double millis = millis(() -> plain.commit(commit));
            if (round >= 0) {
                commits[round] = millis;
            }
        }
        return median(commits);
    }

    private static void initialize(OffsetStore store, GroupId group, int partitions) {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, partitions).forEach(number -> first.put(partition(number), StoredOffset.of(1_000_000)));
        store.initialize(group, first);
    }

    private void oneByOne(OffsetCommit commit) {
        String group = commit.group().value();
        Deadline deadline = Deadline.in(Duration.ofMinutes(10));
        for (PartitionRange range : commit.ranges()) {
            OffsetAndMetadata found = KafkaFutures.await(
                            admin.listConsumerGroupOffsets(Map.of(
                                            group,
                                            new ListConsumerGroupOffsetsSpec()
                                                    .topicPartitions(List.of(range.partition()))))
                                    .partitionsToOffsetAndMetadata(group),
                            deadline)
                    .get(range.partition());
            if (found == null || found.offset() != range.from()) {
                throw new IllegalStateException("Cannot commit " + range + ": another offset is stored");
            }
            KafkaFutures.await(
                    admin.alterConsumerGroupOffsets(
                                    group, Map.of(range.partition(), new OffsetAndMetadata(range.until())))
                            .all(),
                    deadline);
        }
    }

    /** What was measured has to have happened. */
    private void requireCommitted(GroupId group, int partitions, long expected) {
        Map<TopicPartition, StoredOffset> stored = store.load(group, topics(partitions));
        if (stored.size() != partitions || stored.values().stream().anyMatch(entry -> entry.offset() != expected)) {
            throw new IllegalStateException("Cannot trust the figures: not every partition is at " + expected);
        }
    }

    private static OffsetCommit commit(GroupId group, int partitions, long from) {
        return new OffsetCommit(
                group,
                IntStream.range(0, partitions)
                        .mapToObj(number -> new PartitionRange(partition(number), from, from + 10))
                        .toList());
    }

    private static Set<String> topics(int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(number -> partition(number).topic())
                .collect(Collectors.toSet());
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("orders-" + number / PARTITIONS_OF_A_TOPIC, number % PARTITIONS_OF_A_TOPIC);
    }

    private static double millis(Runnable task) {
        long began = System.nanoTime();
        task.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
