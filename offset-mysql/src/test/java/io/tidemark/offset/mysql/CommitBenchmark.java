package io.tidemark.offset.mysql;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestMySql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures commits and loads of many partitions, beside the loop over rows of older jobs: one {@code REPLACE} for each
 * row, each committed by itself or all of them in one transaction. Prints the table of {@code docs/stores/mysql.md}.
 */
public final class CommitBenchmark {

    private static final List<Integer> SIZES = List.of(1, 100, 1_000, 10_000);

    private final TestDatabase database;
    private final MySqlOffsetStore seed;
    private final MySqlOffsetStore own;

    private CommitBenchmark(TestDatabase database) {
        this.database = database;
        this.seed = new MySqlOffsetStore(database.pool());
        this.own = new MySqlOffsetStore(database.pool(), SqlTable.own());
    }

    /** Takes no arguments. A server that is named (see {@link RunningMySql}) is measured instead of a temporary one. */
    public static void main(String[] arguments) throws SQLException {
        // as durable as in production: every commit is flushed, which the tests' servers leave out
        try (TestMySql server = RunningMySql.named()
                        .orElseGet(() -> TestMySql.start(
                                ServerSetup.standard().setting("innodb-flush-log-at-trx-commit", "1")));
                TestDatabase database = new TestDatabase(server)) {
            CommitBenchmark benchmark = new CommitBenchmark(database);
            System.out.println("| partitions | commit, ms | with identities and history, ms | row by row, ms |"
                    + " row by row in one transaction, ms | times faster | load, ms |");
            System.out.println("|---:|---:|---:|---:|---:|---:|---:|");
            for (int partitions : SIZES) {
                System.out.println(benchmark.row(partitions));
            }
        }
    }

    private String row(int partitions) throws SQLException {
        GroupId group = new GroupId("benchmark-" + partitions);
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, partitions).forEach(number -> first.put(partition(number), StoredOffset.of(1_000_000)));
        seed.initialize(group, first);
        own.initialize(group, first);

        int rounds = partitions > 1_000 ? 7 : 20;
        double[] commits = new double[rounds];
        double[] whole = new double[rounds];
        double[] loads = new double[rounds];
        long at = 1_000_000;
        // the first rounds warm the JVM up
        for (int round = -5; round < rounds; round++, at += 10) {
            OffsetCommit commit = commit(group, partitions, at);
            double commitMillis = millis(() -> seed.commit(commit));
            double wholeMillis = millis(() -> own.commit(commit));
            double loadMillis = millis(() -> seed.load(group, Set.of("orders")));
            if (round >= 0) {
                commits[round] = commitMillis;
                whole[round] = wholeMillis;
                loads[round] = loadMillis;
            }
        }
        int slowRounds = partitions > 1_000 ? 1 : 3;
        double[] slow = new double[slowRounds];
        double[] inOneTransaction = new double[slowRounds];
        for (int round = 0; round < slowRounds; round++, at += 20) {
            OffsetCommit commit = commit(group, partitions, at);
            OffsetCommit next = commit(group, partitions, at + 10);
            slow[round] = millis(() -> rowByRow(commit, true));
            inOneTransaction[round] = millis(() -> rowByRow(next, false));
        }
        requireStored(group, partitions, at);
        return String.format(
                "| %,d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |",
                partitions,
                median(commits),
                median(whole),
                median(slow),
                median(inOneTransaction),
                median(slow) / median(commits),
                median(loads));
    }

    /** What was measured has to have happened. */
    private void requireStored(GroupId group, int partitions, long offset) {
        Map<TopicPartition, StoredOffset> stored = seed.load(group, Set.of("orders"));
        if (stored.size() != partitions || stored.values().stream().anyMatch(entry -> entry.offset() != offset)) {
            throw new IllegalStateException("Cannot trust the figures: not every partition is at " + offset);
        }
    }

    private void rowByRow(OffsetCommit commit, boolean eachByItself) {
        try (Connection connection = database.pool().getConnection();
                PreparedStatement replace =
                        connection.prepareStatement("REPLACE INTO offset_tb VALUES (?, ?, ?, ?, ?)")) {
            connection.setAutoCommit(eachByItself);
            for (PartitionRange range : commit.ranges()) {
                replace.setString(1, range.partition().topic());
                replace.setString(2, commit.group().value());
                replace.setInt(3, range.partition().partition());
                replace.setLong(4, range.from());
                replace.setLong(5, range.until());
                replace.executeUpdate();
            }
            if (!eachByItself) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot commit row by row", e);
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
