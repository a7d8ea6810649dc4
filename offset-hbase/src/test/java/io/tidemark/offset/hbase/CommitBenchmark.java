package io.tidemark.offset.hbase;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hbase.EmbeddedHBase;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.Put;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures commits and loads of many partitions beside the textbook's way: a put for each partition, without a
 * condition, one after the other; and one put with a column for each partition. Prints the table of
 * {@code docs/stores/hbase.md}.
 */
public final class CommitBenchmark {

    private static final List<Integer> SIZES = List.of(1, 12, 100, 1_000, 10_000);
    private static final String TEXTBOOK = "textbook";
    private static final byte[] FAMILY = Tables.bytes("offsets");

    private final HBaseOffsetStore store;
    private final AsyncTable<?> textbook;

    private CommitBenchmark(AsyncConnection connection) {
        new Tables(connection).create(TEXTBOOK, "offsets");
        this.store = new HBaseOffsetStore(connection);
        this.textbook = connection.getTable(TableName.valueOf(TEXTBOOK));
    }

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        try (EmbeddedHBase server =
                EmbeddedHBase.start(ServerOptions.temporary().startTimeout(Duration.ofMinutes(3)))) {
            AsyncConnection connection = Connections.open(server.quorum());
            CommitBenchmark benchmark = new CommitBenchmark(connection);
            System.out.println(
                    "| partitions | commit, ms | put by put, ms | times the commit | one put, ms | times the commit |"
                            + " load, ms |");
            System.out.println("|---:|---:|---:|---:|---:|---:|---:|");
            SIZES.forEach(partitions -> System.out.println(benchmark.row(partitions)));
            Connections.close(connection);
        }
    }

    private String row(int partitions) {
        GroupId group = new GroupId("benchmark-" + partitions);
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, partitions).forEach(number -> first.put(partition(number), StoredOffset.of(1_000_000)));
        store.initialize(group, first);

        int rounds = 20;
        int slowRounds = partitions > 1_000 ? 2 : rounds;
        double[] commits = new double[rounds];
        double[] loads = new double[rounds];
        double[] single = new double[rounds];
        double[] slow = new double[slowRounds];
        long at = 1_000_000;
        // the first rounds warm the JVMs up
        for (int round = -10; round < rounds; round++, at += 10) {
            OffsetCommit commit = commit(group, partitions, at);
            double commitMillis = millis(() -> store.commit(commit));
            double loadMillis = millis(() -> store.load(group));
            double singleMillis = millis(() -> onePut(commit));
            boolean isSlowRound = round < slowRounds && (round >= 0 || partitions <= 100);
            double slowMillis = isSlowRound ? millis(() -> putByPut(commit)) : 0;
            if (round >= 0) {
                commits[round] = commitMillis;
                loads[round] = loadMillis;
                single[round] = singleMillis;
                if (isSlowRound) {
                    slow[round] = slowMillis;
                }
            }
        }
        requireStored(group, partitions, at);
        return String.format(
                Locale.ROOT,
                "| %,d | %.1f | %,.1f | %.1f | %.1f | %.1f | %.1f |",
                partitions,
                median(commits),
                median(slow),
                median(slow) / median(commits),
                median(single),
                median(single) / median(commits),
                median(loads));
    }

    private void putByPut(OffsetCommit commit) {
        for (PartitionRange range : commit.ranges()) {
            Tables.await(textbook.put(add(put(commit), range)));
        }
    }

    private void onePut(OffsetCommit commit) {
        Put put = put(commit);
        commit.ranges().forEach(range -> add(put, range));
        Tables.await(textbook.put(put));
    }

    private static Put put(OffsetCommit commit) {
        return new Put(Tables.bytes("orders:" + commit.group().value()));
    }

    private static Put add(Put put, PartitionRange range) {
        return put.addColumn(
                FAMILY,
                Tables.bytes(String.valueOf(range.partition().partition())),
                Tables.bytes(String.valueOf(range.until())));
    }

    /** Checks that the measured commits were applied. */
    private void requireStored(GroupId group, int partitions, long expected) {
        Map<TopicPartition, StoredOffset> stored = store.load(group);
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
