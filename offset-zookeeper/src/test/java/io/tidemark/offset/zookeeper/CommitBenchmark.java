package io.tidemark.offset.zookeeper;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.zookeeper.internal.layout.GroupPaths;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.data.Stat;

/**
 * Measures commits and loads of many partitions, beside a {@code ZkClient} that takes node after node: for each, its
 * value and version are read, compared and set. Prints the table of {@code docs/stores/zookeeper.md}.
 */
public final class CommitBenchmark {

    private static final List<Integer> SIZES = List.of(1, 100, 1_000, 10_000);

    private final Client client;
    private final ZooKeeperOffsetStore store;

    private CommitBenchmark(Client client) {
        this.client = client;
        this.store = client.store();
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        try (EmbeddedZooKeeper server =
                        EmbeddedZooKeeper.start(ServerOptions.temporary().setting("forceSync", "yes"));
                Client client = Client.to(server.connectString(), Duration.ofSeconds(30))) {
            CommitBenchmark benchmark = new CommitBenchmark(client);
            System.out.println("| partitions | commit, ms | node by node, ms | times faster | load, ms |");
            System.out.println("|---:|---:|---:|---:|---:|");
            for (int partitions : SIZES) {
                System.out.println(benchmark.row(partitions));
            }
        }
    }

    private String row(int partitions) {
        GroupId group = new GroupId("benchmark-" + partitions);
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, partitions).forEach(number -> first.put(partition(number), StoredOffset.of(1_000_000)));
        store.initialize(group, first);

        int rounds = partitions > 1_000 ? 5 : 20;
        double[] commits = new double[rounds];
        double[] loads = new double[rounds];
        long at = 1_000_000;
        // the first rounds warm the JVMs up
        for (int round = -5; round < rounds; round++, at += 10) {
            OffsetCommit commit = commit(group, partitions, at);
            double commitMillis = millis(() -> store.commit(commit));
            double loadMillis = millis(() -> store.load(group, Set.of("orders")));
            if (round >= 0) {
                commits[round] = commitMillis;
                loads[round] = loadMillis;
            }
        }
        OffsetCommit last = commit(group, partitions, at);
        int slowRounds = partitions > 1_000 ? 1 : 3;
        double[] slow = new double[slowRounds];
        for (int round = 0; round < slowRounds; round++) {
            OffsetCommit commit = commit(group, partitions, at + 10L * round);
            slow[round] = millis(() -> nodeByNode(commit));
        }
        requireStored(last, slowRounds);
        return String.format(
                "| %,d | %.1f | %.1f | %.1f | %.1f |",
                partitions, median(commits), median(slow), median(slow) / median(commits), median(loads));
    }

    private void nodeByNode(OffsetCommit commit) {
        GroupPaths paths = new GroupPaths(commit.group());
        for (PartitionRange range : commit.ranges()) {
            String path = paths.offset(range.partition());
            Stat stat = new Stat();
            byte[] found = client.zkClient().readData(path, stat);
            if (Long.parseLong(new String(found, StandardCharsets.US_ASCII)) != range.from()) {
                throw new IllegalStateException("Cannot commit " + range + ": another offset is stored");
            }
            client.zkClient()
                    .writeData(
                            path, Long.toString(range.until()).getBytes(StandardCharsets.US_ASCII), stat.getVersion());
        }
    }

    /** What was measured has to have happened. */
    private void requireStored(OffsetCommit commit, int slowRounds) {
        long expected = commit.ranges().get(0).from() + 10L * slowRounds;
        Map<TopicPartition, StoredOffset> stored = store.load(commit.group(), Set.of("orders"));
        if (stored.size() != commit.ranges().size()
                || stored.values().stream().anyMatch(entry -> entry.offset() != expected)) {
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

    private static TopicPartition partition(int number) {
        return new TopicPartition("orders", number);
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
